"""The columns that a file doesn't give, and where passages stand."""

from __future__ import annotations

import pytest

from db.checking import Fault, FieldError, Place
from db.importing.filling import derive, passage
from db.rows import Value

TEXT = "One.\nmi\u200cTwo. Three."


def filled(kind: str, **row: Value) -> tuple[dict[str, Value], list[str]]:
    """What is filled in, and what is said about it."""
    faults: list[Fault] = []
    derive(kind, row, Place("here"), faults)
    return row, [*map(str, faults)]


def test_an_event_gets_the_bounds_of_its_dates() -> None:
    row, faults = filled("event", starts="2026-02-04", ends="2026-02-05")
    assert (row["earliest"], row["latest"], row["day"], faults) == (1770163200, 1770335999, "2026-02-04", [])
    assert filled("event", starts=None, ends=None)[0]["day"] is None


def test_what_ends_before_it_starts_is_told() -> None:
    _, faults = filled("event", starts="2026-02-04", ends="2026-02-01")
    assert faults == ["here: it ends (2026-02-01) before it starts (2026-02-04): correct one of the two."]
    assert filled("office", since="2026", until="2025")[1]


def test_a_position_has_a_stance_that_there_is() -> None:
    assert filled("position", date="2026", stance=2)[1] == []
    assert filled("position", date="2026", stance=3)[1] == ["here.stance: it must be from -2 (rejects) to 2 (demands)."]


def test_a_seat_is_somebodys() -> None:
    assert filled("delegate", person=None, description=None)[1]
    assert filled("delegate", person=1, description=None)[1] == []


def test_a_text_has_its_hash() -> None:
    assert len(str(filled("document", text="x")[0]["sha256"])) == 64


def test_a_passage_is_kept_as_it_stands() -> None:
    given = {"exact": "\u200cTwo", "prefix": "\nmi", "suffix": ".", "begins": 7, "ends": 11}
    assert passage(given, TEXT) == given


def test_a_passage_that_is_not_found_any_more_has_no_place() -> None:
    assert passage({"exact": "Four"}, TEXT) == {
        "exact": "Four", "prefix": "", "suffix": "", "begins": None, "ends": None,
    }  # fmt: skip


def test_nothing_in_a_passage_commands_a_terminal() -> None:
    assert passage({"exact": "Four\x1b[2J\n"}, TEXT)["exact"] == "Four[2J\n"


@pytest.mark.parametrize(
    ("given", "text", "why"),
    [
        ("Two", TEXT, "expected exact, prefix, suffix, begins, ends in braces"),
        ({"exact": "Two", "colour": 1}, TEXT, "expected exact"),
        ({"exact": ""}, TEXT, "exact is not empty"),
        ({"exact": ["Two"]}, TEXT, "are texts in quotes"),
        ({"exact": "Two", "begins": 1}, TEXT, "or neither is there"),
        ({"exact": "Two", "begins": True, "ends": 9}, TEXT, "are numbers"),
        ({"exact": "Two", "begins": 5, "ends": 900}, TEXT, "from 0 to 19"),
        ({"exact": "Two", "begins": 0, "ends": 3}, TEXT, "at 0 to 3 the text has “One”, not its exact words"),
        ({"exact": "Two"}, None, "its source has no text in the file or the store"),
    ],
)
def test_what_is_no_passage_is_told(given: object, text: str | None, why: str) -> None:
    with pytest.raises(FieldError, match=why):
        passage(given, text)
