"""What is found, drawn."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from db.query import parse
from db.scope import Scope
from db.search import Group, Hit, Results
from db.suggest import Answer, Completion
from tui.draw.found import COMPLETION, HIT, marked, rows, title, widen
from tui.draw.spans import Span, plain, width_of

EVENT = Hit(
    7, None, "event", "event:e", "Truce at the bridge", ((0, 5),), "A truce of a week.", ((2, 7),),
    type="TRUCE", status="held", date="2026-02-04", day="2026-02-04", process="Other talks",
)  # fmt: skip
CLAIM = Hit(7, 3, "claim", "event:e", "Truce at the bridge", (), "“no shot”", (), source="PO", locator="2")
RESULTS = Results(parse("truce", 0), (Group("event", (EVENT,)), Group("claim", (CLAIM,))), False)


def drawn(answer: Answer | None, width: int = 80) -> list[str]:
    return [plain(row.line) for row in rows(answer, Scope(), width)]


def test_hits_stand_under_their_kind_with_what_tells_them_apart() -> None:
    lines = drawn(Answer("truce", (), RESULTS))
    assert lines[0] == " Events"
    assert lines[1].startswith("  ‖ Truce at the bridge")
    assert lines[1].endswith("Other talks · 4 Feb 2026")
    assert lines[2] == "    A truce of a week."
    assert lines[3] == " What is said"
    assert lines[4].endswith("PO")


def test_each_hit_has_a_number_and_what_was_typed_is_marked() -> None:
    found = rows(Answer("truce", (), RESULTS), Scope(), 80)
    assert [row.key for row in found if row.record is not None] == [(HIT, 0), (HIT, 1)]
    assert Span("Truce", "match") in found[1].line
    assert Span("truce", "match") in found[2].line


def test_completions_stand_above_and_a_name_that_is_being_typed_is_no_fault() -> None:
    offers = (Completion("party:a", "party:a", "Alpha"),)
    found = rows(Answer("party:", offers, None, "There is no party."), Scope(), 80)
    assert [row.key for row in found] == [(COMPLETION, 0)]
    assert "Tab party:a" in plain(found[0].line)
    assert drawn(Answer("party:z", (), None, "There is no party “z”.")) == [" There is no party “z”."]


@pytest.mark.parametrize(
    ("query", "scope", "ways"),
    [
        ("truce", Scope(), "with less of the word"),
        ("truce rail party:a", Scope(), "without party:a, or with fewer words"),
        ("-kind:event", Scope(), "without -kind:event"),
        ("truce", Scope(as_of=20_488), "as of a later day than 4 Feb 2026"),
    ],
)
def test_nothing_found_says_what_to_leave_out(query: str, scope: Scope, ways: str) -> None:
    said = widen(parse(query, 0), scope)
    assert said.startswith("Nothing is found. More may be ")
    assert ways in said


@pytest.mark.parametrize("width", [10, 30, 80, 200])
@pytest.mark.parametrize(
    "answer", [None, Answer("", (), None), Answer("truce", (), RESULTS)], ids=["no", "empty", "hits"]
)
def test_every_row_is_as_wide_as_it_is_told(answer: Answer | None, width: int) -> None:
    assert {width_of(row.line) for row in rows(answer, Scope(), width)} == {width}


def test_what_would_command_the_terminal_is_replaced() -> None:
    hostile = Hit(1, None, "person", "person:x", "\x1b[2J", (), "\x9b", ())
    text = "".join(drawn(Answer("x", (), Results(parse("x", 0), (Group("person", (hostile,)),), False))))
    assert "\x1b" not in text
    assert "\x9b" not in text


def test_pieces_make_up_the_text() -> None:
    assert marked("a truce", ((2, 7),), "dim") == [Span("a ", "dim"), Span("truce", "match")]
    assert cell_len("".join(span.text for span in marked("x", (), ""))) == 1


def test_the_title_says_how_much_there_is() -> None:
    many = Results(RESULTS.query, RESULTS.groups, True)
    assert title("Find", None, None) == "Find"
    assert title("Find", Answer("truce", (), RESULTS), None) == "Find · 2 found"
    assert title("Find", Answer("truce", (), many), None) == "Find · the first 2"
    assert title("Find", Answer("truce", (), many), 41_868) == "Find · the first 2 of 41,868"
