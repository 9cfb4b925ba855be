"""What an import did or would do, as lines of text."""

from __future__ import annotations

from dataclasses import replace

from db.checking import Fault
from db.importing.report import Bad, Count, Edited, MadeNew, Report, Uncertain
from tui.draw.imported import lines, would

DONE = Report(
    "log.csv", "Our log (CSV)", ("It is read as UTF-8.",),
    (Count("event", 1234, 1, 0, 2), Count("event_party", 3, 0, 4)),
    (Edited("event", "e-1", "", "title", None, "New"), Edited("event", "e-1", "claim", "note", "a", "b")), 7,
    (MadeNew("party", "Wagner", "wagner", 5), MadeNew("party", "Mali", "mali", 1), MadeNew("place", "Lima", "lima", 1)),
    (Uncertain("party", "Alfa", "alfa", (("Alpha", "alpha"),), "“Alfa” is like “Alpha”."),), 3,
    (Bad("line 3", (Fault("line 3, column day", "it is missing."),)),), 1, {"iso": 12},
)  # fmt: skip


def test_what_was_done_is_a_line_and_what_to_look_at() -> None:
    assert [*lines(DONE)] == [
        "log.csv: 1237 added, 1 changed, 4 there already, 2 left out.",
        "  read as Our log (CSV)",
        "  It is read as UTF-8.",
        "  new, since nothing was called so: 2 parties, 1 place",
        "  uncertain: “Alfa” is like “Alpha”.",
        "  uncertain: 3 more names are like known ones; --json lists 1",
        "  kept beside the records, since no field takes it: iso (12)",
    ]


def test_what_would_be_done_is_a_table_and_lists() -> None:
    assert [*would(replace(DONE, taken=False, uncertain=(), more_uncertain=0))] == [
        "log.csv: nothing is written; it would be 1237 added, 1 changed, 4 there already, 2 left out.",
        "  read as Our log (CSV)",
        "  It is read as UTF-8.",
        "",
        "                   added  changed  there already  left out",
        "  events           1,234        1              0         2",
        "  parts in events      3        0              4         0",
        "",
        "would be changed:",
        "  event e-1, title: nothing → “New”",
        "  claim on event e-1, note: “a” → “b”",
        "  and 7 more",
        "",
        "new, since nothing is called so:",
        "  party “Wagner” (wagner), named 5 ×",
        "  party “Mali” (mali), named 1 ×",
        "  place “Lima” (lima), named 1 ×",
        "",
        "left out:",
        "  line 3, column day: it is missing.",
        "  and 1 more",
        "",
        "  kept beside the records, since no field takes it: iso (12)",
    ]


def test_of_nothing_there_is_a_line() -> None:
    assert [*lines(Report("a.toml", "talks file"))] == ["a.toml: 0 added, 0 changed, 0 there already."]
    assert [*would(Report("a.toml", "talks file", taken=False))] == [
        "a.toml: nothing is written; it would be 0 added, 0 changed, 0 there already."
    ]


def test_long_lists_are_cut_and_counted() -> None:
    many = tuple(MadeNew("place", f"P{number}", f"p{number}", 1) for number in range(30))
    assert [*would(Report("a.csv", "rows", made=many, taken=False))][-1] == "  and 10 more"
