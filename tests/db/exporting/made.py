"""Talks of which nothing is known beforehand: every table, every field, every kind of claim, for hypothesis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from db.drafts import Draft, made_slug
from db.shapes import CLAIM, NAME, SHAPES, Field, Shape
from db.text import clean, clean_lines
from db.vocabulary import properties, words

TEXT = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\"'\\{}[]#=,\t\n\r\x1b\x7f\x9b\u202e\u200dяé漢😀")),
    min_size=1,
    max_size=12,
).filter(lambda text: bool(clean(text)))
SLUGS = ("a", "b-2", "жук", "x/y", "日本", "format", "2026")
DATES = (
    "2026-02-04", "2026-02", "2026", "2026-02-03?", "[..2026-02-04]", "[2026-01-31..2026-02-04]", "2022-23", "1984~",
    "2026-01-23/2026-01-24", "2026-02-04/..", "2026-02-04T10:00Z", "2026-02-04T10:00+04:00[Asia/Dubai]", "Y-170002",
    "2026-02-04T10:00[Asia/Dubai]/2026-02-04T12:00[Asia/Dubai]", "{1667-12, 1760}", "201X", "-0044-03-15", "9999-12-31",
)  # fmt: skip
SPANS = (
    (None, None), ("2026-01-23", "2026-01-24"), (None, "2026-02-04"), ("2026-02", "2026-02-10"),
    *((date, None) for date in DATES),
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=3,
)  # fmt: skip
"""What a file may have beside our fields."""

VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "text": TEXT, "number": st.integers(-5, 2**60), "flag": st.booleans(), "date": st.sampled_from(DATES),
    "duration": st.sampled_from(("P7D", "PT2H", "P1Y2M")), "url": st.just("https://example.org/a?b=c&d='"),
    "country": st.just("UA"), "long": st.lists(TEXT, max_size=4).map("\n\n ".join),
}  # fmt: skip
COUNTS = st.sampled_from(("71", "70..75", "100..", "..20"))
ONCE = ("process_party", "event_party")
"""Kinds of which there is one for the same fields, whatever its slug."""

Known = dict[str, list[Draft]]


@st.composite
def talks(draw: st.DrawFn) -> list[Draft]:
    """Records of all kinds, each before what stands in it; what they refer to is among them."""
    known: Known = {shape.kind: [] for shape in SHAPES}
    for shape in SHAPES:
        least = 1 if shape.kind in ("process", "party", "source") else 0
        for _ in range(draw(st.integers(least, 2))):
            one = _record(draw, known, shape)
            if one is not None:
                known[shape.kind].append(one)
    everything = [one for shape in SHAPES for one in known[shape.kind]]
    for one in everything:
        one.claims += [_claim(draw, known) for _ in range(draw(st.integers(0, 2)))]
        one.names += [_fields(draw, known, NAME) for _ in range(draw(st.integers(0, 2)))]
        one.links += [_link(draw, everything, one) for _ in range(draw(st.integers(0, 1)))]
        if draw(st.integers(0, 3)) == 0:
            one.extra = draw(st.dictionaries(TEXT, JSON, min_size=1, max_size=2))
    return [*_in_order(None, everything)]


def _in_order(parent: Draft | None, everything: list[Draft]) -> Iterator[Draft]:
    """Yield what stands in a record, each with what stands in it right after it."""
    for one in everything:
        if one.parent is parent:
            yield one
            yield from _in_order(one, everything)


def _slug(draft: Draft) -> str:
    return draft.slug or made_slug(draft)


def _record(draw: st.DrawFn, known: Known, shape: Shape) -> Draft | None:
    """Return a record; None if there is nothing that it could refer to, or one of its kind that is like it."""
    around = {"event_party": known["event"], "delegate": known["event_party"]}.get(shape.kind, [None])
    if not around:
        return None
    parent = draw(st.sampled_from(around))
    home = draw(st.sampled_from(known["process"])).slug if shape.home else None
    said = _fields(draw, known, shape.fields)
    spans = {"event": ("starts", "ends"), "office": ("since", "until")}
    if shape.kind in spans:
        dates = zip(spans[shape.kind], draw(st.sampled_from(SPANS)), strict=True)
        said = {**said, "starts": None, **dict(dates)} if shape.kind == "event" else {**said, **dict(dates)}
    if "stance" in said:
        said["stance"] = draw(st.integers(-2, 2))
    if shape.kind == "delegate" and not {"person", "description"} & said.keys():
        said["description"] = draw(TEXT)
    if any(field.required and not field.derived and name not in said for name, field in shape.fields.items()):
        return None
    own = "own" if shape.slug_from and draw(st.integers(0, 3)) == 0 else None
    slug = own if shape.slug_from else draw(st.sampled_from(SLUGS))
    made = Draft(shape, "", slug, home, {name: one for name, one in said.items() if one is not None}, parent)
    others = known[shape.kind]
    alike = shape.kind in ONCE and made_slug(made) in map(made_slug, others)
    return None if alike or _slug(made) in map(_slug, others) or not _slug(made) else made


def _fields(draw: st.DrawFn, known: Known, of: Mapping[str, Field]) -> dict[str, Any]:
    """Return fields of a record, a claim or a name, those that needn't be there now and then."""
    names = [name for name, one in of.items() if not one.derived and (one.required or draw(st.booleans()))]
    said = {name: _value(draw, known, of[name]) for name in names}
    return {name: one for name, one in said.items() if one is not None}


def _value(draw: st.DrawFn, known: Known, field: Field) -> Any:  # noqa: ANN401
    if field.type == "ref":
        return draw(st.sampled_from([_slug(one) for one in known[field.of]])) if known[field.of] else None
    return draw(st.sampled_from(words(field.of)) if field.type == "code" else VALUES[field.type])


def _claim(draw: st.DrawFn, known: Known) -> dict[str, Any]:
    said = _fields(draw, known, {name: one for name, one in CLAIM.items() if name not in ("property", "value")})
    if "on_behalf_of" not in said:
        said.pop("speaker", None)
    if said.get("rank", "normal") != "normal":
        said["rank_reason"] = draw(TEXT)
    about = draw(st.sampled_from((None, *properties())))
    of = properties().get(str(about))
    if about is not None and of is not None:
        given = Field("ref", of=of.ref) if of.ref else Field("code", of=of.of or "") if of.of else Field()
        given = {"date": Field("date"), "duration": Field("duration")}.get(of.compare, given)
        value = draw(COUNTS) if of.compare == "count" else _value(draw, known, given)
        said |= {} if value is None else {"property": about, "value": value}
    texts = [one for one in known["document"] if clean_lines(str(one.values["text"]))]
    if draw(st.booleans()) and texts:
        said["passage"] = _passage(draw, draw(st.sampled_from(texts)))
    return said


def _passage(draw: st.DrawFn, document: Draft) -> dict[str, Any]:
    text = clean_lines(str(document.values["text"]))
    begins = draw(st.integers(0, len(text) - 1))
    ends = draw(st.integers(begins + 1, len(text)))
    said = {"document": _slug(document), "exact": text[begins:ends], "prefix": text[:begins], "suffix": text[ends:]}
    return said | ({"begins": begins, "ends": ends} if draw(st.booleans()) else {})


def _link(draw: st.DrawFn, everything: list[Draft], one: Draft) -> dict[str, Any]:
    # What a link names is cleaned as all text is, so it can't name a slug made of Hangul, which isn't composed.
    other = draw(st.sampled_from([other for other in everything if clean(_slug(other)) == _slug(other)]))
    same = other.shape.kind == one.shape.kind and ":" not in _slug(other) and draw(st.booleans())
    to = _slug(other) if same else f"{other.shape.kind}:{_slug(other)}"
    return {"kind": draw(st.sampled_from(words("link"))), "to": to}
