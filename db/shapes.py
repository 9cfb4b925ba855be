"""What each kind of record is made of: its fields, what may stand in them, and how its slug is found.

One description serves every way in: a file is checked against it, and it is the order in which rows are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from db.values import dataclass

FieldType = Literal["text", "long", "number", "flag", "date", "duration", "code", "ref", "url", "country"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, a claim or a name.

    Attributes:
        type: `text` is one line, `code` a word of the list `of`, `ref` the slug of a record of kind `of`.
        required: Whether it must be there.
        of: The list of a code or the kind of a reference.
        default: What stands there if a file says nothing.
        derived: It is not in a file: the tables around the record give it.
    """

    type: FieldType = "text"
    required: bool = False
    of: str = ""
    default: str | int | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of record.

    Attributes:
        kind: Its name in `records.kind`.
        table: Its table, and its name in a file.
        fields: Its fields by column.
        slug_from: The fields that its slug is made of; empty if the file names it.
        home: Whether it belongs to a process.
    """

    kind: str
    table: str
    fields: Mapping[str, Field]
    slug_from: tuple[str, ...] = ()
    home: bool = True


_TEXT: Final = Field(required=True)
_DATE: Final = Field("date")


def _ref(kind: str, required: bool = True) -> Field:
    return Field("ref", required, kind)


def _inner(kind: str) -> Field:
    return Field("ref", required=True, of=kind, derived=True)


def _code(of: str, required: bool = True) -> Field:
    return Field("code", required, of)


_PROCESS: Final = {"name": _TEXT, "summary": Field()}
_PARTY: Final = {"name": _TEXT, "short": _TEXT, "type": _code("party_type"), "code": Field("country")}
_NAMED: Final = {"name": _TEXT, "sort_name": Field()}
_SOURCE: Final = {
    "publisher": _TEXT,
    "short": _TEXT,
    "title": _TEXT,
    "author": Field(),
    "published": _DATE,
    "url": Field("url"),
    "language": Field(),
    "country": Field("country"),
    "aligned_with": _ref("party", required=False),
}
_PROCESS_PARTY: Final = {
    "party": _ref("party"),
    "role": _code("process_role"),
    "side": _code("side", required=False),
    "sort": Field("number", default=0),
}
_OFFICE: Final = {"person": _ref("person"), "party": _ref("party"), "title": _TEXT, "since": _DATE, "until": _DATE}
_ISSUE: Final = {
    "parent": _ref("issue", required=False),
    "name": _TEXT,
    "proposition": Field(),
    "sort": Field("number", default=0),
}
_EVENT: Final = {
    "type": _code("event_type"),
    "status": _code("status"),
    "title": _TEXT,
    "summary": Field(),
    "place": _ref("place", required=False),
    "number": Field("number"),
    "format": _code("format", required=False),
    "starts": _DATE,
    "ends": _DATE,
    "duration": Field("duration"),
}
_EVENT_PARTY: Final = {
    "event": _inner("event"),
    "party": _ref("party"),
    "role": _code("event_role"),
    "roster": _code("roster", required=False),
}
_DELEGATE: Final = {
    "event": _inner("event"),
    "party": _inner("party"),
    "person": _ref("person", required=False),
    "role": _code("delegate_role"),
    "status": _code("delegate_status"),
    "description": Field(),
}
_POSITION: Final = {
    "party": _ref("party"),
    "issue": _ref("issue"),
    "stance": Field("number"),
    "condition": Field(),
    "summary": _TEXT,
    "date": Field("date", required=True),
}
_DOCUMENT: Final = {"source": _ref("source"), "text": Field("long", required=True)}

SHAPES: Final = (
    Shape("process", "processes", _PROCESS, home=False),
    Shape("party", "parties", _PARTY, home=False),
    Shape("place", "places", _NAMED, home=False),
    Shape("person", "people", _NAMED, home=False),
    Shape("source", "sources", _SOURCE, home=False),
    Shape("process_party", "process_parties", _PROCESS_PARTY, ("process", "party")),
    Shape("office", "offices", _OFFICE, ("person", "party", "title"), home=False),
    Shape("issue", "issues", _ISSUE),
    Shape("event", "events", _EVENT),
    Shape("event_party", "event_parties", _EVENT_PARTY, ("event", "party", "role")),
    Shape("delegate", "delegates", _DELEGATE, ("event", "party", "person", "description")),
    Shape("position", "positions", _POSITION, ("party", "issue", "date")),
    Shape("document", "documents", _DOCUMENT, ("source",), home=False),
)
"""Every kind, in an order in which each row finds the rows that it refers to."""

BY_TABLE: Final = {shape.table: shape for shape in SHAPES}
NESTED: Final = {"events": ("parties", "event_parties"), "event_parties": ("delegates", "delegates")}
"""Inside a record of the first table, the name under which records of the second stand in a file."""

CLAIM: Final = {
    "property": _code("property", required=False),
    "value": Field(),
    "note": Field(),
    "modality": Field("code", of="modality", default="asserts"),
    "source": _ref("source"),
    "locator": Field(),
    "quote": Field(),
    "speaker": _ref("person", required=False),
    "on_behalf_of": _ref("party", required=False),
    "relayed_by": _ref("person", required=False),
    "hedge": Field(),
    "inferred": Field("flag", default=0),
    "said_on": _DATE,
    "rank": Field("code", of="rank", default="normal"),
    "rank_reason": Field(),
}
CLAIM_KEY: Final = (
    "property",
    "value",
    "modality",
    "source",
    "locator",
    "speaker",
    "on_behalf_of",
    "said_on",
)
"""What tells one claim on a record from another: the rest of it may be corrected."""

PASSAGE: Final = ("exact", "prefix", "suffix", "begins", "ends")
"""What a claim's `passage` is made of, its place in a kept text: W3C Web Annotation's TextQuoteSelector and
TextPositionSelector."""

NAME: Final = {
    "text": _TEXT,
    "language": Field(),
    "source": _ref("source", required=False),
    "preferred": Field("flag", default=0),
}
NAME_KEY: Final = ("text", "language", "source")
"""What tells one spelling of a record from another."""

LINK: Final = {"kind": _code("link"), "to": _TEXT}
