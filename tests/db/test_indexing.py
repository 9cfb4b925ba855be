"""The full-text index has the words of every record and claim, and follows every change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.importing.report import Summary
from tests.db.helpers import ask, record

Talks = Callable[[str], Path]
Load = Callable[[str], Summary]

EVENT = """
[events.e]
type = "STATEMENT"
status = "held"
title = "{title}"
summary = "A summary."
names = [{{text = "Another title", source = "post"}}]
claims = [
  {{source = "post", locator = 1, quote = "{quote}", note = "a note", hedge = "reportedly"}},
  {{source = "gazette", locator = 2, property = "killed", value = "777"}},
  {{source = "gazette", locator = 3, property = "mood", value = "gloomy"}},
]
"""


def event(title: str = "Plain title", quote: str = "a quote") -> str:
    return EVENT.format(title=title, quote=quote)


def rows(path: Path, words: str) -> list[tuple[object, ...]]:
    return ask(path, "SELECT rowid, kind FROM search WHERE search MATCH ? ORDER BY rowid", words)


def test_a_record_and_each_claim_with_words_have_a_row(talks: Talks) -> None:
    path = talks(event())
    e = record(path, "event", "e")
    assert ask(path, "SELECT title, names, body, quote, kind FROM search WHERE rowid = ?", 2 * e) == [
        ("Plain title", "Another title", "A summary.", "a note\nreportedly\na quote\ngloomy\n", "event")
    ]
    claims = ask(
        path,
        "SELECT body, search.quote, kind FROM search JOIN claims ON search.rowid = 2 * claims.id + 1"
        " WHERE record = ? ORDER BY claims.id",
        e,
    )
    assert claims == [("a note\nreportedly", "a quote", "claim"), ("gloomy", "", "claim")]


def test_codes_and_counts_are_no_words(talks: Talks) -> None:
    assert rows(talks(event()), "777") == []


def test_what_is_changed_is_found_by_its_new_words_only(talks: Talks) -> None:
    path = talks(event())
    assert rows(path, "title:plain")
    talks(event("Something else", "other words"))
    assert rows(path, "title:plain") == []
    assert len(rows(path, "something")) == 1
    assert len(rows(path, "other")) == 2
    assert rows(path, '"a quote"') == []


def test_accents_and_case_make_no_difference_in_any_script(talks: Talks) -> None:
    path = talks(event("José Núñez і Володимир"))
    assert rows(path, "jose nunez") == rows(path, "ВОЛОДИМИР") != []


def test_no_kind_is_found_by_a_part_of_another_s_name(talks: Talks) -> None:
    path = talks(
        event() + '[[events.e.parties]]\nparty = "alpha"\nrole = "actor"\nclaims = [{source="post", quote="x"}]'
    )
    kinds = {str(kind) for (kind,) in ask(path, "SELECT DISTINCT kind FROM search")}
    assert "eventparty" in kinds
    assert all(kind.isalpha() for kind in kinds)
    assert {kind for _, kind in rows(path, "kind:event")} == {"event"}


def test_a_position_is_found_by_whose_it_is_and_on_what_and_follows_their_names(talks: Talks, load: Load) -> None:
    path = talks(
        '[[positions]]\nparty = "alpha"\nissue = "land"\ndate = "2026-01-01"\nstance = 1\nsummary = "Would share."\n'
    )

    def found(words: str) -> list[object]:
        return [
            kind for (kind,) in ask(path, "SELECT kind FROM search WHERE search MATCH ? AND kind = 'position'", words)
        ]

    assert found("alpha land") == ["position"]
    load('format = 1\nprocess = "talks"\n[issues.land]\nname = "The shore"\nproposition = "Alpha keeps the shore."\n')
    assert found("alpha shore") == ["position"]
    assert found("alpha land") == []
