"""The timeline by week, month and year, judged against its events counted one by one."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.asof import UNDATED
from db.entries import Entry, Key
from db.importing import import_file
from db.overview import processes
from db.periods import first_of, last_of
from db.scope import Scope
from db.timeline import at_day, first, last, window
from db.zoom import Period, Unit, Zoomed, zoomed
from tests.db.helpers import CAST, reading, record
from tests.db.test_timeline import generated

Talks = Callable[[str], Path]
ALL = 10_000


@pytest.fixture(scope="module")
def store(masters: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five hundred events of all sorts."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "many.toml").write_text(generated())
    path = Path(shutil.copy(masters[1], folder / "talks.db"))
    import_file(path, folder / "many.toml")
    return path


def events(path: Path, scope: Scope) -> tuple[Entry, ...]:
    with reading(path) as conn:
        [process] = [one for one in processes(conn) if one.slug == "talks"]
        return window(conn, process.id, scope, None, ALL).entries


def read(path: Path, scope: Scope, unit: Unit, near: Key | None = None, reach: int = ALL) -> Zoomed:
    with reading(path) as conn:
        [process] = [one for one in processes(conn) if one.slug == "talks"]
        return zoomed(conn, process.id, scope, unit, near, reach)


def counted(entries: tuple[Entry, ...], unit: Unit) -> list[tuple[Key, int, int, int]]:
    """Each period of some events, in their order: its place, last day, how many events and how many in dispute."""
    places = [(entry.key[0], first_of(unit, entry.key[1])) for entry in entries]
    total = Counter(places)
    disputed = Counter(
        place for place, entry in zip(places, entries, strict=True) if entry.state in ("contested", "denied")
    )
    return [((*place, 0, 0), last_of(unit, place[1]), total[place], disputed[place]) for place in dict.fromkeys(places)]


def shown(periods: tuple[Period, ...]) -> list[tuple[Key, int, int, int]]:
    return [(one.key, one.last, one.events, one.contested) for one in periods]


units: st.SearchStrategy[Unit] = st.sampled_from(["week", "month", "year"])
scopes = st.builds(
    Scope,
    contested_only=st.booleans(),
    newest_first=st.booleans(),
    as_of=st.none() | st.integers(20_475, 20_545) | st.sampled_from([UNDATED + 1, -735_600, 10**7]),
    query=st.sampled_from(["", "1*", "contested:"]),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scopes, units)
def test_periods_are_the_events_counted(store: Path, scope: Scope, unit: Unit) -> None:
    entries = events(store, scope)
    found = read(store, scope, unit)
    assert shown(found.entries) == counted(entries, unit)
    assert {entry.key: sum(count for _, count in entry.kinds) for entry in found.entries} == {
        entry.key: entry.events for entry in found.entries
    }
    assert found.most == max([entry.events for entry in found.entries], default=0)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), units, st.integers(20_470, 20_550), st.integers(1, 3))
def test_a_window_is_a_stretch_of_all_periods(store: Path, newest: bool, unit: Unit, day: int, reach: int) -> None:
    scope = Scope(newest_first=newest)
    whole = read(store, scope, unit)
    for near in (None, at_day(day, newest), first(newest), last(newest)):
        found = read(store, scope, unit, near, reach)
        assert found.entries == whole.entries[found.before : found.before + len(found.entries)]
        assert found.total == len(whole.entries)
        assert 0 < len(found.entries) <= 2 * reach
    here = read(store, scope, unit, at_day(day, newest), reach)
    place = (0, first_of(unit, day))
    if place in [entry.key[:2] for entry in whole.entries]:
        assert here.entries[here.anchor].key[:2] == place


def test_an_empty_timeline_has_no_periods(store: Path) -> None:
    found = read(store, Scope(query="nothing of the kind"), "year")
    assert (found.entries, found.before, found.total, found.anchor) == ((), 0, 0, 0)


SIDES = """
[[process_parties]]
party = "alpha"
role = "negotiator"
side = "A"
[[process_parties]]
party = "beta"
role = "negotiator"
side = "B"
"""


def test_a_side_is_called_by_its_party_and_counted_where_it_acts(talks: Talks) -> None:
    one = '[events.{0}]\ntype = "ACCUSE"\nstatus = "held"\ntitle = "E"\nstarts = "2026-02-0{1}"\n{2}'
    part = '[[events.{0}.parties]]\nparty = "{1}"\nrole = "{2}"\n'
    path = talks(
        SIDES
        + one.format("one", 2, part.format("one", "alpha", "accuser") + part.format("one", "beta", "accused"))
        + one.format("two", 3, part.format("two", "beta", "accuser"))
    )
    found = read(path, Scope(), "week")
    assert found.names == ("AL", "BE")
    assert [(period.sides, period.kinds) for period in found.entries] == [((1, 1), (("ACCUSE", 2),))]


def test_days_are_told_beside_the_events_of_a_window(store: Path) -> None:
    with reading(store) as conn:
        process = record(store, "process", "talks")
        for scope in (Scope(), Scope(as_of=20_500), Scope(contested_only=True), Scope(newest_first=False)):
            found = window(conn, process, scope, None, ALL)
            assert sorted(shown(found.days)) == sorted(counted(found.entries, "day"))
    assert CAST
