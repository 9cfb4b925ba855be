"""Fields, one by one: a value fit for the store, or one sentence about its fault."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.checking import LONGEST, Fault, Place, check_claim, checked
from db.rows import Value
from db.shapes import CLAIM, Field
from db.text import UNSAFE


def lookup(kind: str, slug: str) -> int | None:
    return {("party", "alpha"): 7, ("event", "round-1"): 8, ("source", "post"): 9, ("person", "ann"): 10}.get(
        (kind, slug)
    )


def one(field: Field, given_value: object) -> tuple[Value, list[str]]:
    """What becomes of one value, and what is said about it."""
    faults: list[Fault] = []
    row = checked({"it": field}, {} if given_value is None else {"it": given_value}, Place("here"), lookup, faults)
    return row.get("it"), [*map(str, faults)]


TEXT = Field()
NUMBER = Field("number")


@pytest.mark.parametrize(
    ("field", "given_value", "kept"),
    [
        (TEXT, "  a\tb\n", "a b"),
        (TEXT, "[b]not markup[/b]", "[b]not markup[/b]"),
        (TEXT, "\x1b[31mred", "[31mred"),
        (TEXT, 7, "7"),
        (TEXT, time(10, 30), "10:30:00"),
        (TEXT, "", None),
        (TEXT, "\x1b", None),
        (Field(default="x"), None, "x"),
        (NUMBER, 3, 3),
        (NUMBER, -(2**63) + 1, -(2**63) + 1),
        (Field("number", default=0), None, 0),
        (Field("flag"), True, 1),
        (Field("flag", default=0), None, 0),
        (Field("date"), "2026-02-04", "2026-02-04"),
        (Field("date"), date(2026, 2, 4), "2026-02-04"),
        (Field("date"), datetime(2026, 2, 4, 10, tzinfo=UTC), "2026-02-04T10:00:00+00:00"),
        (Field("duration"), "P7D", "P7D"),
        (Field("code", of="status"), "held", "held"),
        (Field("ref", of="party"), "alpha", 7),
        (Field("ref", of="party"), " alpha ", 7),
        (Field("url"), "https://example.org/a?b=c", "https://example.org/a?b=c"),
        (Field("country"), "AE", "AE"),
        (Field("long"), "a\n  b\x1b\n", "a\n  b"),
        (Field(derived=True), None, None),
    ],
)
def test_what_is_kept_of_a_value(field: Field, given_value: object, kept: Value) -> None:
    assert one(field, given_value) == (kept, [])


@pytest.mark.parametrize(
    ("field", "given_value", "why"),
    [
        (Field(required=True), None, "it is missing"),
        (Field(required=True), "  ", "it is missing"),
        (Field(required=True), "\x1b\x07", "it is missing"),
        (TEXT, ["a"], "expected text in quotes, found “['a']”"),
        (TEXT, {"a": 1}, "expected text in quotes"),
        (TEXT, True, "expected text in quotes, found “True”"),
        (TEXT, 1.5, "expected text in quotes, found “1.5”"),
        (TEXT, float("nan"), "expected text in quotes"),
        (TEXT, "x" * (LONGEST + 1), "it has 20,001 characters, at most 20,000 are allowed"),
        (NUMBER, "3", "expected a whole number, found “3”"),
        (NUMBER, 1.0, "expected a whole number"),
        (NUMBER, True, "expected a whole number"),
        (NUMBER, 2**63, "expected a whole number"),
        (Field("flag"), 1, "expected true or false, found “1”"),
        (Field("date"), "tomorrow", "not a date"),
        (Field("date"), "2026-02-04T10:00", "without its zone"),
        (Field("duration"), "a week", "not an ISO 8601 duration"),
        (Field("code", of="status"), "Held", "“Held” is not one of planned, ongoing, held"),
        (Field("ref", of="party"), "beta", "there is no party “beta” in the file or the store"),
        (Field("url"), "javascript:alert(1)", "not a web address"),
        (Field("url"), "https://a b", "not a web address"),
        (Field("url"), "https://exämple.org", "not a web address"),
        (Field("country"), "ae", "two capital letters"),
        (Field("country"), "UAE", "two capital letters"),
    ],
)
def test_why_a_value_is_refused(field: Field, given_value: object, why: str) -> None:
    _, problems = one(field, given_value)
    [problem] = problems
    assert problem.startswith("here.it: ")
    assert why in problem
    assert problem.endswith(".")


def test_a_number_that_python_would_not_write_out_is_refused_too() -> None:
    found = "found “a number of more than 20 digits”."
    assert one(TEXT, 16**5000)[1] == [f"here.it: expected text in quotes, {found}"]
    assert one(NUMBER, 16**5000)[1] == [f"here.it: expected a whole number, {found}"]


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_no_text_gets_in_uncleaned(text: str) -> None:
    kept, problems = one(TEXT, text)
    assert problems == []
    assert kept is None or not UNSAFE.search(str(kept))


def test_a_field_that_does_not_exist_is_named_with_the_nearest_that_does() -> None:
    faults: list[Fault] = []
    checked({"title": TEXT, "summary": TEXT}, {"tilte": "x"}, Place("here"), lookup, faults)
    checked({"title": TEXT, "summary": TEXT}, {"colour": "x"}, Place("here"), lookup, faults)
    checked({"title": TEXT, "inner": Field(derived=True)}, {"inner": "x"}, Place("here"), lookup, faults)
    assert [*map(str, faults)] == [
        "here: there is no field “tilte”: did you mean “title”?",
        "here: there is no field “colour”: it may have title, summary.",
        "here: there is no field “inner”: it may have title.",
    ]


def test_what_is_no_table_of_fields_is_named() -> None:
    faults: list[Fault] = []
    assert checked({"title": TEXT}, ["x"], Place("here"), lookup, faults) == {}
    assert [*map(str, faults)] == ["here: expected fields in braces, found “['x']”."]


def claim_problems(**given_claim: object) -> list[str]:
    faults: list[Fault] = []
    row = checked(CLAIM, {"source": "post", **given_claim}, Place("here"), lookup, faults)
    check_claim(row, Place("here"), lookup, faults)
    return [*map(str, faults)]


@pytest.mark.parametrize(
    "good",
    [
        {},
        {"property": "starts", "value": "[..2026-02-04]"},
        {"property": "killed", "value": "3..5"},
        {"property": "duration", "value": "P7D"},
        {"property": "reason", "value": "security"},
        {"property": "unchanged_from", "value": "round-1"},
        {"property": "mood", "value": "anything at all"},
        {"property": "outcome", "modality": "declines"},
        {"modality": "denies", "on_behalf_of": "alpha"},
        {"speaker": "ann", "on_behalf_of": "alpha"},
        {"rank": "deprecated", "rank_reason": "withdrawn"},
    ],
)
def test_claims_that_hold_together_pass(good: dict[str, object]) -> None:
    assert claim_problems(**good) == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"value": "x"}, "a value needs the property"),
        ({"property": "starts"}, "asserts “starts” but gives no value"),
        ({"property": "starts", "value": "soon"}, "not a date"),
        ({"property": "killed", "value": "many"}, "not a count"),
        ({"property": "killed", "value": "9..3"}, "not a count"),
        ({"property": "duration", "value": "long"}, "not an ISO 8601 duration"),
        ({"property": "reason", "value": "rain"}, "“rain” is not one of scheduling"),
        ({"property": "unchanged_from", "value": "round-9"}, "there is no event “round-9”"),
        ({"property": "starts", "value": ["x"]}, "expected text in quotes"),
        ({"speaker": "ann", "on_behalf_of": "beta"}, "there is no party “beta”"),
        ({"property": "colour", "value": "red"}, "“colour” is not one of starts"),
        ({"speaker": "ann"}, "spoken words need on_behalf_of"),
        ({"rank": "preferred"}, "needs its rank_reason"),
        ({"modality": "shouts"}, "“shouts” is not one of asserts, denies, declines"),
        ({"source": "blog"}, "there is no source “blog”"),
        ({"source": None}, "it is missing"),
    ],
)
def test_what_is_wrong_with_a_claim_is_said_once(bad: dict[str, object], why: str) -> None:
    [problem] = claim_problems(**bad)
    assert why in problem
    assert problem.startswith("here")
