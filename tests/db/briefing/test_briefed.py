"""What a line of a briefing may stand on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.briefing.briefed import Asked, Section
from db.briefing.footnotes import Footnotes
from db.dates import day_number
from db.scope import Scope
from db.voices import voice
from tests.db.helpers import reading, record
from tests.db.stories import claims, statement

Talks = Callable[[str], Path]

ANN = '{{source = "post", property = "killed", value = "{}", speaker = "ann", on_behalf_of = "alpha", said_on = "{}"}}'
TOLD = statement("told", "2026-01-05", claims(
    ANN.format("10", "2026-01-05"), ANN.format("12", "2026-01-25"),
    '{source = "gazette", property = "killed", value = "9"}',
    '{source = "gazette", property = "killed", value = "90", rank = "deprecated", rank_reason = "A slip"}',
))  # fmt: skip


def said(path: Path, scope: Scope) -> list[tuple[str, str]]:
    event = record(path, "event", "told")
    with reading(path) as conn:
        asked = Asked(conn, record(path, "process", "talks"), scope, voice(conn, scope.word), Footnotes())
        assert asked.said([10**9]) == {}
        return [(one.short, one.stored) for one in asked.said([event])[event]]


def test_a_line_stands_on_what_still_stands(talks: Talks) -> None:
    assert said(talks(TOLD), Scope()) == [("GA", "9"), ("PO", "12")]


def test_as_of_a_day_on_what_stood_then(talks: Talks) -> None:
    assert said(talks(TOLD), Scope(as_of=day_number(2026, 1, 20))) == [("GA", "9"), ("PO", "10")]


def test_on_one_voice_s_word_on_that_alone(talks: Talks) -> None:
    path = talks(TOLD)
    assert said(path, Scope(word="source:gazette")) == [("GA", "9")]
    assert said(path, Scope(word="party:alpha")) == [("PO", "12")]
    assert said(path, Scope(word="party:beta")) == []


def test_what_is_not_told_is_counted() -> None:
    section = Section(("a", "b"), 3, 1)
    assert (section.beyond, section.total) == (4, 6)
    assert Section(()).total == 0
