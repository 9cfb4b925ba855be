"""The briefing as a whole: every line stands on a note, whatever the store holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.briefing import Briefing, briefing
from db.briefing.briefed import AT_MOST, Section
from db.dates import day_number
from db.importing import import_file
from db.overview import pick, processes
from db.scope import Scope
from tests.bench import synthetic
from tests.db.briefings import brief
from tests.db.helpers import CAST, reading
from tests.db.stories import STORY, claims, parties, statement, team
from tests.db.test_positions import SIDES, position

Talks = Callable[[str], Path]


def sections(found: Briefing) -> Iterator[Section[object]]:
    return (value for one in fields(found) if isinstance(value := getattr(found, one.name), Section))


def used(found: Briefing) -> list[int]:
    """The numbers of the notes, in the order in which the lines have them."""
    notes = [line.notes for section in (found.done, found.said) for line in section.lines]
    notes += [found.room.notes] if found.room is not None else []
    rest = (
        found.turnovers,
        found.delegations,
        found.standings,
        found.moves,
        found.replaced,
        found.disputes,
        found.coming,
    )
    notes += [line.notes for section in rest for line in section.lines]
    return [number for own in notes for number in own]


def sound(found: Briefing) -> None:
    """Every line has a note, and the notes are numbered as they are used, without a gap."""
    for section in sections(found):
        assert all(line.notes for line in section.lines)  # type: ignore[attr-defined]
        assert section.more >= 0
        assert section.bare >= 0
        assert len(section.lines) <= 2 * AT_MOST
    numbers = used(found)
    assert [*dict.fromkeys(numbers)] == [note.number for note in found.notes] == [*range(1, len(found.notes) + 1)]


VOICES = (None, "source:rt-2026-02-04", "source:kyiv-independent-2026-02-04", "party:ua", "party:ru", "party:ir")


@pytest.mark.parametrize("word", VOICES)
@pytest.mark.parametrize("as_of", [None, day_number(2026, 1, 30), day_number(2022, 1, 1)])
def test_every_line_on_the_bundled_talks_stands_on_a_note(
    masters: tuple[Path, Path], word: str | None, as_of: int | None
) -> None:
    for process in ("ukraine-peace-talks", "iran-talks"):
        found = brief(masters[0], Scope(process=process, word=word, as_of=as_of))
        sound(found)


def test_a_store_with_nothing_but_a_negotiation_has_an_empty_briefing(talks: Talks) -> None:
    found = brief(talks(""))
    assert not any(section.total for section in sections(found))
    assert (found.round, found.room, found.notes) == (None, None, ())


def test_a_story_without_any_source_has_no_line_and_says_how_much_is_left_out(talks: Talks) -> None:
    found = brief(talks(STORY), begins="2026-01-01")
    sound(found)
    assert [len(section.lines) for section in (found.done, found.delegations, found.standings)] == [0, 0, 0]
    assert (found.done.bare, found.standings.bare, found.delegations.bare) == (3, 3, 1)
    assert [one.entry.title for one in found.said.lines] == ["A denial", "A count"]


def test_filters_of_the_board_leave_nothing_out(masters: tuple[Path, Path]) -> None:
    whole = brief(masters[0])
    narrow = brief(masters[0], Scope(contested_only=True, query="party:ua", round=10**9, newest_first=False))
    assert narrow == whole


def test_one_line_of_many_sources_has_few_notes(talks: Talks) -> None:
    sources = "".join(
        f'[sources.paper-{n}]\npublisher = "Paper {n:02}"\nshort = "P{n:02}"\ntitle = "A report"\n' for n in range(20)
    )
    said = claims(*(f'{{source = "paper-{n}"}}' for n in range(20)))
    [line] = brief(talks(sources + statement("told", "2026-01-05", said))).said.lines
    assert len(line.accounts) == 20
    assert line.notes == (1, 2, 3, 4, 5, 6)


OUTLETS = st.sampled_from(["post", "gazette"])
VALUES = {
    "starts": ["2026-01-05", "2026-01-06", "[..2026-02-01]"],
    "killed": ["10", "12", "10..14", "90.."],
    "status": ["planned", "held", "postponed"],
    "reason": ["security", "health"],
    "announced": ["2026-01-02"],
}


@st.composite
def said(draw: st.DrawFn) -> str:
    about = draw(st.sampled_from(["", *VALUES]))
    parts = [f'source = "{draw(OUTLETS)}"']
    parts += [f'property = "{about}", value = "{draw(st.sampled_from(VALUES[about]))}"'] if about else []
    parts += draw(
        st.sampled_from([[], ['modality = "denies"'], ['hedge = "reportedly"'], ['inferred = true, note = "So"']])
    )
    parts += draw(st.sampled_from([[], ['on_behalf_of = "alpha"'], ['speaker = "ann"', 'on_behalf_of = "beta"']]))
    parts += draw(st.sampled_from([[], ['said_on = "2026-01-15"'], ['locator = "3"']]))
    return f"{{{', '.join(parts)}}}"


@st.composite
def event(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["STATEMENT", "ASSAULT", "ACCUSE", "ROUND", "CHANGE"]))
    status = draw(st.sampled_from(["held", "held", "planned", "postponed", "ongoing"]))
    day = draw(st.sampled_from(["2026-01-05", "[..2026-01-20]", "2026-02", "2026-01-30?"]))
    told = claims(*draw(st.lists(said(), max_size=4)))
    acting = draw(
        st.sampled_from(["", parties(team("alpha", "full", "ann")), parties('{party = "beta", role = "actor"}')])
    )
    return f'type = "{kind}"\nstatus = "{status}"\ntitle = "A title"\nstarts = "{day}"\n{acting}{told}'


made = count()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(event(), max_size=14),
    stances=st.lists(
        st.tuples(st.sampled_from(["alpha", "beta", "gamma"]), st.integers(-2, 2), st.lists(said(), max_size=2)),
        unique_by=lambda stance: stance[0],
    ),
    word=st.sampled_from([None, "source:post", "party:beta"]),
    as_of=st.sampled_from([None, day_number(2026, 1, 18)]),
)
def test_every_line_on_any_store_stands_on_a_note(
    masters: tuple[Path, Path], tmp_path: Path, events: list[str], stances: list[tuple[str, int, list[str]]],
    word: str | None, as_of: int | None,
) -> None:  # fmt: skip
    path = Path(shutil.copy(masters[1], tmp_path / f"{next(made)}.db"))
    text = "".join(f"[events.e-{number}]\n{one}" for number, one in enumerate(events))
    held = [one for one in stances if not any("property" in claim for claim in one[2])]
    text += SIDES + "".join(position(party, stance, more=claims(*told)) for party, stance, told in held)
    file = tmp_path / "made.toml"
    file.write_text(CAST + text, encoding="utf-8")
    import_file(path, file)
    sound(brief(path, Scope(word=word, as_of=as_of)))


def test_a_large_store_is_told_by_few_rows(tmp_path: Path) -> None:
    """Its cost is that of what it tells, not of all that there is: no table that grows is looked through."""
    path = tmp_path / "large.db"
    synthetic.make(path, 3000)
    asked: list[str] = []
    with reading(path) as conn:
        process = pick(processes(conn), Scope())
        assert process is not None
        conn.set_trace_callback(asked.append)
        found = briefing(conn, process, Scope())
        conn.set_trace_callback(None)
        steps = [step for sql in asked for (*_, step) in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    sound(found)
    assert found.done.more > 0
    grow = ("claims", "names", "records", "events", "event_parties", "delegates", "links", "timeline", "stages")
    assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in grow]
