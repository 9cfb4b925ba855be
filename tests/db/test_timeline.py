"""A window of events around a place in the timeline, judged against a list that is simply sorted."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.asof import UNDATED, Course, day_of, known, stages
from db.contested import Said
from db.dates import DAY, iso, iso_day
from db.entries import Key
from db.importing import import_file
from db.overview import overview
from db.scope import Scope
from db.timeline import REACH, Window, at_day, first, last, now, walk, window
from tests.db.helpers import CAST, ask, reading

Talks = Callable[[str], Path]
Model = list[tuple[Key, bool]]
EVENTS = 500


def generated() -> str:
    """Events of all sorts: several a day, some undated, planned, contested, before year 1, or open at the start."""
    dice = random.Random(2026)
    text = CAST + '[processes.other]\nname = "Other"\n'
    for number in range(EVENTS):
        day = iso(20_480 + dice.randrange(60))
        starts = dice.choice(
            [f'"{day}"'] * 6 + [f'"[..{day}]"', f'"{day}T{dice.randrange(10, 24)}:00Z"', '"-0044-03-15"', ""]
        )
        status = "planned" if dice.random() < 0.1 else "held"
        text += f'[events.e{number}]\ntype = "STATEMENT"\ntitle = "Event {number}"\nstatus = "{status}"\n'
        text += f"starts = {starts}\n" if starts else ""
        text += 'process = "other"\n' if dice.random() < 0.05 else ""
        claims = []
        if dice.random() < 0.2:
            claims += ['{source="post"}', '{source="gazette", modality="denies"}']
        if dice.random() < 0.3:
            said = iso(20_480 + dice.randrange(60))
            about = dice.choice(
                ['"status", value="planned"', '"status", value="postponed"', '"format", value="bilateral"']
                + [f'"{name}", value="{iso(20_480 + dice.randrange(60))}"' for name in ("starts", "announced")]
            )
            claims.append(f'{{source="post", property={about}, said_on="{said}"}}')
        text += f"claims = [{', '.join(claims)}]\n"
    return text


@pytest.fixture(scope="module")
def many(masters: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of five hundred events."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "many.toml").write_text(generated())
    path = Path(shutil.copy(masters[1], folder / "talks.db"))
    import_file(path, folder / "many.toml")
    return path


@pytest.fixture(scope="module")
def model(many: Path) -> Model:
    """Key and dispute of each event, worked out from the rows alone, in oldest-first order."""
    rows = ask(
        many,
        """
        SELECT events.id, events.status, events.day, earliest, coalesce(state, '') FROM events
        JOIN records USING (id) JOIN processes ON processes.id = records.process AND processes.name = 'The talks'
        LEFT JOIN record_state ON record = events.id
        """,
    )
    found: Model = []
    for event, status, day, earliest, state in rows:
        assert isinstance(event, int)
        number = UNDATED if day is None else iso_day(str(day))
        assert number is not None
        moment = earliest if isinstance(earliest, int) else 0 if day is None else number * DAY - 1
        found.append(((int(status == "planned"), number, moment, event), state in ("contested", "denied")))
    return sorted(found)


@pytest.fixture(scope="module")
def courses(many: Path) -> dict[int, Course]:
    """Each event as its row has it, with what has been said of it."""
    claims: defaultdict[int, list[Said]] = defaultdict(list)
    with reading(many) as conn:
        for record, *said in conn.execute("""
            SELECT record, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank
            FROM claims
        """):
            claims[record].append(Said(*said))
        rows = conn.execute("""
            SELECT id, status, coalesce(starts, ''), coalesce(ends, ''), coalesce(format, ''), day FROM events
        """).fetchall()
    return {
        event: Course(status, starts, ends, form, day_of(day), claims[event], ["2026-02-04"] * bool(claims[event]))
        for event, status, starts, ends, form, day in rows
    }


def then(model: Model, courses: dict[int, Course], as_of: int | None) -> Model:
    """The timeline as of a day, worked out event by event."""
    if as_of is None:
        return model
    found: Model = []
    for key, disputed in model:
        course = courses[key[3]]
        stage = next((stage for stage in stages(course) if stage.since <= as_of < stage.until), None)
        if stage is not None:
            moment = (
                stage.earliest if stage.earliest is not None else 0 if stage.day == UNDATED else stage.day * DAY - 1
            )
            place = int(stage.status == "planned"), stage.day, moment, key[3]
            found.append((place, stage.state.state in ("contested", "denied")))
        elif known(course) <= as_of:
            found.append((key, disputed))
    return sorted(found)


def read(path: Path, scope: Scope, near: Key | None, reach: int = REACH) -> Window:
    with reading(path) as conn:
        process = overview(conn, scope).process
        assert process is not None
        return window(conn, process.id, scope, near, reach)


def expected(model: Model, scope: Scope, near: Key | None, reach: int) -> tuple[list[Key], int, int, int]:
    """What a window holds: keys, how many come before, how many there are, and the index of what was asked for."""
    keys = [key for key, disputed in model if disputed or not scope.contested_only]
    place = near or now()
    earlier = [key for key in keys if key <= place][-reach:]
    later = [key for key in keys if key > place][:reach]
    shown, wanted = earlier + later, [place, *earlier[-1:], *later[:1]]
    if scope.newest_first:
        keys, shown = keys[::-1], shown[::-1]
    elif near is not None:
        wanted = [place, *later[:1], *earlier[-1:]]  # what comes next in reading order
    anchor = next((shown.index(key) for key in wanted if key in shown), 0)
    return shown, keys.index(shown[0]) if shown else 0, len(keys), anchor


days = st.none() | st.integers(20_475, 20_545) | st.sampled_from([UNDATED + 1, -735_600, 10**7])
scopes = st.builds(Scope, contested_only=st.booleans(), newest_first=st.booleans(), as_of=days)
places = st.tuples(
    st.sampled_from([0, 0, 0, 1]),
    st.one_of(st.integers(20_478, 20_542), st.sampled_from([UNDATED, -735_600, 0, 10**7])),
    st.one_of(st.integers(20_478 * DAY, 20_542 * DAY), st.sampled_from([0, -(2**62), 2**62])),
    st.integers(0, 700),
)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), scope=scopes, reach=st.sampled_from([1, 2, 7, 40, 100, 600]))
def test_a_window_is_the_stretch_of_the_sorted_list_around_a_place(
    many: Path, model: Model, courses: dict[int, Course], data: st.DataObject, scope: Scope, reach: int
) -> None:
    near = data.draw(st.one_of(st.none(), st.sampled_from([key for key, _ in model]), places))
    found = read(many, scope, near, reach)
    keys, before, total, anchor = expected(then(model, courses, scope.as_of), scope, near, reach)
    assert [entry.key for entry in found.entries] == keys
    assert (found.before, found.total, found.anchor) == (before, total, anchor)
    assert len(found.entries) <= 2 * reach


def test_an_entry_that_is_asked_for_is_the_anchor(many: Path, model: Model) -> None:
    for key, _ in model[::50]:
        for newest_first in (True, False):
            found = read(many, Scope(newest_first=newest_first), key, 5)
            assert found.entries[found.anchor].key == key


def test_walking_from_window_to_window_meets_every_event_once(many: Path, model: Model) -> None:
    for newest_first in (True, False):
        scope, met = Scope(newest_first=newest_first), list[Key]()
        near = first(newest_first)
        while True:
            found = read(many, scope, near, 30)
            new = [entry.key for entry in found.entries if entry.key not in met]
            if not new:
                break
            met += new
            near = met[-1]
        assert met == sorted((key for key, _ in model), reverse=newest_first)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scope=scopes, size=st.sampled_from([1, 7, 60, 499, 500, 501, 1000]))
def test_a_walk_meets_every_place_once_in_reading_order(
    many: Path, model: Model, courses: dict[int, Course], scope: Scope, size: int
) -> None:
    with reading(many) as conn:
        process = overview(conn, scope).process
        assert process is not None
        met = [*walk(conn, process.id, scope, size)]
    known = [key for key, disputed in then(model, courses, scope.as_of) if disputed or not scope.contested_only]
    assert [key for keys in met for key in keys] == sorted(known, reverse=scope.newest_first)
    assert all(len(keys) == size for keys in met[:-1])


@pytest.mark.parametrize("newest_first", [True, False])
def test_both_ends_are_reached_by_their_keys(many: Path, model: Model, newest_first: bool) -> None:
    keys = sorted((key for key, _ in model), reverse=newest_first)
    start = read(many, Scope(newest_first=newest_first), first(newest_first), 10)
    assert [entry.key for entry in start.entries] == keys[:10]
    assert (start.before, start.anchor) == (0, 0)
    end = read(many, Scope(newest_first=newest_first), last(newest_first), 10)
    assert [entry.key for entry in end.entries] == keys[-10:]
    assert (end.before, end.anchor) == (len(keys) - 10, 9)


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_day_is_reached_where_it_begins_in_reading_order(many: Path, model: Model, newest_first: bool) -> None:
    keys = sorted((key for key, _ in model if not key[0]), reverse=newest_first)
    for day in range(20_478, 20_545, 5):
        found = read(many, Scope(newest_first=newest_first), at_day(day, newest_first))
        reached = [key for key in keys if (key[1] <= day if newest_first else key[1] >= day)]
        if reached:
            assert found.entries[found.anchor].key == reached[0]


def test_without_a_place_the_newest_that_is_more_than_a_plan_is_asked_for(many: Path, model: Model) -> None:
    newest = max(key for key, _ in model if not key[0])
    for newest_first in (True, False):
        found = read(many, Scope(newest_first=newest_first), None)
        assert found.entries[found.anchor].key == newest


def test_the_span_is_of_what_has_happened_on_a_known_day(many: Path, model: Model) -> None:
    days = [key[1] for key, _ in model if not key[0] and key[1] != UNDATED]
    assert read(many, Scope(), None).span == (min(days), max(days))


def test_an_empty_timeline_is_an_empty_window(talks: Talks) -> None:
    assert read(talks(""), Scope(), None) == Window((), 0, 0, 0, None)
    assert read(talks(""), Scope(contested_only=True), (0, 1, 2, 3)) == Window((), 0, 0, 0, None)


def test_where_all_is_planned_the_window_shows_it(talks: Talks) -> None:
    path = talks('[events.e]\ntype = "ROUND"\nstatus = "planned"\ntitle = "E"\nstarts = "2026-03-01"\n')
    for newest_first in (True, False):
        found = read(path, Scope(newest_first=newest_first), None)
        assert [(entry.title, entry.planned) for entry in found.entries] == [("E", True)]
        assert (found.anchor, found.span) == (0, None)


def test_an_entry_shows_who_took_part_and_who_reports_it(bundled_conn: sqlite3.Connection) -> None:
    process = overview(bundled_conn, Scope()).process
    assert process is not None
    shown = {entry.title: entry for entry in window(bundled_conn, process.id, Scope(), None).entries}
    strike = shown["Kyiv: the strike broke the energy truce"]
    assert (strike.state, strike.type, strike.parties) == ("denied", "ACCUSE", (("RU", "accused"), ("UA", "accuser")))
    assert strike.sources == ("KI", "RT")
    second = shown["Second round of talks"]
    assert (second.place, second.starts, second.ends, second.status) == (
        "Abu Dhabi", "2026-02-04", "2026-02-05", "ongoing",
    )  # fmt: skip
    assert second.parties == (("RU", "attendee"), ("UA", "attendee"), ("US", "attendee"), ("UAE", "host"))
    assert shown["Energy truce"].contested_on == ("ends", "starts")


def test_an_event_without_a_date_has_no_day(talks: Talks) -> None:
    path = talks('[events.e]\ntype = "ROUND"\nstatus = "held"\ntitle = "E"\n')
    [entry] = read(path, Scope(), None).entries
    assert (entry.day, entry.id, entry.planned) == (None, entry.key[3], False)
