"""The timeline with a filter that stays, judged against the same list filtered by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.entries import Entry, Key
from db.importing import import_file
from db.overview import processes
from db.query import QueryError
from db.scope import Scope
from db.timeline import Window, at_day, first, last, now, window
from tests.db.helpers import reading
from tests.db.test_timeline import generated

QUERIES = ["event", "1*", "kind:statement", "status:planned", "-status:planned", "contested:", "-contested:",
           "since:2026-02-10", "until:2026-02-10 event", "since:2026-01-30 until:2026-02-02", "source:post", "5 -15",
           "status:held contested:", "kind:round", "has:quote", "nothing of the kind"]  # fmt: skip


@pytest.fixture(scope="module")
def store(masters: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five hundred events of all sorts."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "many.toml").write_text(generated())
    path = Path(shutil.copy(masters[1], folder / "talks.db"))
    import_file(path, folder / "many.toml")
    return path


def read(path: Path, scope: Scope, near: Key | None = None, reach: int = 10_000) -> Window:
    with reading(path) as conn:
        [process] = [one for one in processes(conn) if one.slug == "talks"]
        return window(conn, process.id, scope, near, reach)


@pytest.mark.parametrize("newest", [True, False], ids=["newest first", "oldest first"])
@pytest.mark.parametrize("query", QUERIES)
def test_a_window_is_a_stretch_of_all_that_is_kept(
    store: Path,
    query: str,
    newest: bool,
) -> None:
    scope = Scope(process="talks", query=query, newest_first=newest)
    whole = [entry.key for entry in read(store, scope).entries]
    everything = [entry.key for entry in read(store, Scope(process="talks", newest_first=newest)).entries]
    assert set(whole) <= set(everything)
    assert whole == [key for key in everything if key in set(whole)]
    for near in (None, now(), first(newest), last(newest), at_day(20_500, newest), *whole[:: max(1, len(whole) // 5)]):
        found = read(store, scope, near, 7)
        keys = [entry.key for entry in found.entries]
        assert found.total == len(whole)
        assert keys == whole[found.before : found.before + len(keys)]
        if near in whole:
            assert keys[found.anchor] == near


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("status:planned", lambda entry: entry.status == "planned"),
        ("contested:", lambda entry: entry.state in ("contested", "denied")),
        ("since:2026-02-10", lambda entry: entry.day is not None and entry.day >= 20_494),
        ("event -status:planned", lambda entry: entry.status != "planned"),
        ("12", lambda entry: any(word.startswith("12") for word in entry.title.split())),
    ],
)
def test_what_is_kept_is_what_the_filter_says(
    store: Path,
    query: str,
    condition: Callable[[Entry], bool],
) -> None:
    kept = {entry.id for entry in read(store, Scope(process="talks", query=query)).entries}
    assert kept == {entry.id for entry in read(store, Scope(process="talks")).entries if condition(entry)}
    assert kept


@pytest.mark.parametrize("day", [20_470, 20_500, 20_530])
@pytest.mark.parametrize("query", ["event", "kind:statement contested:", "1"])
def test_as_of_a_day_a_filter_keeps_of_what_was_known(store: Path, day: int, query: str) -> None:
    kept = {entry.id for entry in read(store, Scope(process="talks", query=query)).entries}
    known = [entry.id for entry in read(store, Scope(process="talks", as_of=day)).entries]
    found = read(store, Scope(process="talks", query=query, as_of=day))
    assert [entry.id for entry in found.entries] == [event for event in known if event in kept]
    assert found.total == len(found.entries)


def test_a_filter_goes_with_the_others(store: Path) -> None:
    both = read(store, Scope(process="talks", query="1", contested_only=True))
    alone = read(store, Scope(process="talks", query="1 contested:"))
    assert [entry.id for entry in both.entries] == [entry.id for entry in alone.entries]
    assert both.total == len(both.entries)
    heard = Scope(process="talks", word="source:post", hide_silent=True)
    spoken = {entry.id for entry in read(store, heard).entries}
    mixed = read(store, Scope(process="talks", word="source:post", hide_silent=True, query="1"))
    assert {entry.id for entry in mixed.entries} == spoken & {
        entry.id for entry in read(store, Scope(process="talks", query="1")).entries
    }
    assert mixed.total == len(mixed.entries)


def test_a_query_without_anything_in_it_keeps_everything(store: Path) -> None:
    assert read(store, Scope(process="talks", query="party:")).total == read(store, Scope(process="talks")).total


def test_a_name_that_the_store_has_lost_is_told(store: Path) -> None:
    with pytest.raises(QueryError, match="There is no party"):
        read(store, Scope(process="talks", query="party:nobody"))
