"""What people read in the formats that are made for reading: titles, and who says what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from db.drafts import Draft
from db.exporting.selection import Selection
from db.text import UNSAFE
from db.vocabulary import label, properties, value_label

Human = Callable[[str], str]
"""Writes a stored date for people."""


def plain(text: str) -> str:
    """Return a text for one line of a file that people open: what nobody may obey is replaced by U+FFFD."""
    return text if text.isascii() and text.isprintable() else UNSAFE.sub("\ufffd", text)


def title(draft: Draft, selection: Selection) -> str:
    """Return what a record is called: by the voice, or the desk's own choice, or else as it is in the store."""
    names = cast(list[Mapping[str, Any]], draft.names) if selection.word is None else []
    preferred = (str(name["text"]) for name in names if name.get("preferred"))
    return plain(next(preferred, str(draft.values.get("title", draft.values.get("name", "")))))


def sources(selection: Selection, draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the sources of a record, each once: publisher and title, and address or ""."""
    for slug in dict.fromkeys(str(claim["source"]) for claim in _claims(draft)):
        publisher, name, url = selection.source(slug)
        yield plain(f"{publisher}: {name}"), plain(url)


def said(selection: Selection, draft: Draft, human: Human) -> Iterator[str]:
    """Yield a line for each claim on a record, those that are set aside left out: through whom it came, what it says.

    As in `RT ¶ 6 → Ann Lee → Russia: denies starts, 23 Jan 2026; “a quote”`.
    """
    for claim in _claims(draft):
        if claim.get("rank") != "deprecated":
            yield plain(f"{_chain(selection, claim)}: {_says(selection, claim, human)}".removesuffix(": "))


def _claims(draft: Draft) -> list[Mapping[str, Any]]:
    return cast(list[Mapping[str, Any]], draft.claims)


def _chain(selection: Selection, claim: Mapping[str, Any]) -> str:
    publisher, _, _ = selection.source(str(claim["source"]))
    locator = str(claim.get("locator", ""))
    outlet = f"{publisher} {'¶ ' if locator[:1].isdigit() else ''}{locator}".rstrip()
    kinds = {"relayed_by": "person", "speaker": "person", "on_behalf_of": "party"}
    names = [selection.called(kind, str(claim[name])) for name, kind in kinds.items() if name in claim]
    return " → ".join([outlet, *names])


def _says(selection: Selection, claim: Mapping[str, Any], human: Human) -> str:
    about, value = claim.get("property"), str(claim.get("value", ""))
    known = properties().get(str(about))
    if known and known.ref:
        value = selection.called(known.ref, value) or value
    elif known and known.compare == "date":
        value = human(value)
    modality = str(claim.get("modality", "asserts"))
    what = [label("modality", modality)] if modality != "asserts" else []
    what += [known.label if known else str(about)] if about else []
    said = [", ".join(part for part in (" ".join(what), value_label(about, value)) if part)]
    said += [f"“{claim['quote']}”"] if "quote" in claim else []
    said += [str(claim[name]) for name in ("hedge", "note") if name in claim]
    said += [f"said {human(str(claim['said_on']))}"] if "said_on" in claim else []
    return "; ".join(part.rstrip(".") for part in said if part)
