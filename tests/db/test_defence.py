"""What a file that somebody else made can bring along: it is refused in a sentence, or does nothing."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from db import defence, importing, schema, store
from db.board import Look, board
from db.errors import StoreError
from db.query import QueryError
from db.scope import Scope
from db.suggest import answer
from tests.db.helpers import CAST, ask, digest, is_one_sentence, reading


def tampered(path: Path, *statements: str) -> Path:
    """Run statements as another program may, free to write into the schema itself."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            conn.execute(statement)
        conn.commit()
    return path


def refused(path: Path, writes: bool = False) -> str:
    """What opening a store is refused with."""
    with pytest.raises(StoreError) as told:
        (store.writable if writes else store.read_only)(path).close()
    assert is_one_sentence(str(told.value))
    return str(told.value).removeprefix(f"{path} ")


ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 'x' AS name FROM n"


def test_a_view_in_the_place_of_a_table_is_refused(store_path: Path) -> None:
    tampered(store_path, "DROP TABLE places", f"CREATE VIEW places AS {ENDLESS}")
    assert refused(store_path).startswith("has a view called places where a table of talks-tui belongs: copy")


@pytest.mark.parametrize("name", ["_sqlite_migrations", "search_config", "timeline"])
def test_no_name_that_is_read_can_be_that_of_a_view(store_path: Path, name: str) -> None:
    tampered(
        store_path,
        f"DELETE FROM sqlite_schema WHERE name = '{name}' OR tbl_name = '{name}'",
        "INSERT INTO sqlite_schema VALUES"
        f" ('view', '{name}', '{name}', 0, 'CREATE VIEW {name} AS {ENDLESS.replace(chr(39), chr(39) * 2)}')",
    )
    assert f"has a view called {name} where" in refused(store_path)


@pytest.mark.parametrize(
    "made",
    [
        "CREATE VIRTUAL TABLE people USING fts5 (id, name, sort_name)",
        "CREATE VIRTUAL TABLE people USING rtree (id, a, b)",
    ],
)
def test_a_virtual_table_in_the_place_of_a_table_is_refused(store_path: Path, made: str) -> None:
    tampered(store_path, "DROP TABLE people", made)
    assert "has a virtual table of another kind called people where" in refused(store_path)


@pytest.mark.parametrize(
    "made",
    [
        "CREATE VIRTUAL TABLE search USING fts5 (title, names, body, quote, plain, kind, content = 'claims')",
        "CREATE VIRTUAL TABLE search USING fts4 (title, names, body, quote, plain, kind)",
        "CREATE TABLE search (title, names, body, quote, plain, kind)",
    ],
)
def test_another_index_than_ours_is_refused(store_path: Path, made: str) -> None:
    tampered(store_path, "DROP TABLE search", made)
    assert "called search where a table of talks-tui belongs" in refused(store_path)


def test_our_index_is_known_however_its_statement_is_spaced(store_path: Path) -> None:
    [(sql,)] = ask(store_path, "SELECT sql FROM sqlite_schema WHERE name = 'search'")
    assert isinstance(sql, str)
    spaced = re.sub(r"--[^\n]*\n", "\n", sql).replace("\n", "   \n\n ")
    with closing(sqlite3.connect(store_path)) as conn, conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'search'", (spaced,))
    with reading(store_path) as conn:
        assert conn.execute("SELECT count(*) FROM search WHERE search MATCH 'truce'").fetchone()[0]


def test_a_computed_column_is_refused(store_path: Path) -> None:
    tampered(store_path, "ALTER TABLE events ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(zeroblob(1 << id)))")
    assert refused(store_path).startswith("computes events.more where talks-tui keeps a column of its own: copy")


TRIGGER = "CREATE TRIGGER mine AFTER INSERT ON records BEGIN UPDATE parties SET name = 'changed'; END"


def test_a_trigger_is_refused_by_whoever_would_fire_it(store_path: Path, tmp_path: Path) -> None:
    tampered(store_path, TRIGGER)
    before = digest(store_path)
    assert refused(store_path, writes=True) == (
        "has a trigger “mine” on records, which talks-tui didn't make and would fire by writing:"
        " remove it with DROP TRIGGER if you don't know it."
    )
    file = tmp_path / "file.toml"
    file.write_text(CAST, encoding="utf-8")
    with pytest.raises(StoreError, match="has a trigger “mine”"):
        importing.import_file(store_path, file)
    assert digest(store_path) == before


def test_a_trigger_does_nothing_to_whoever_reads(store_path: Path) -> None:
    tampered(store_path, TRIGGER)
    with reading(store_path) as conn:
        for scope in (Scope(), Scope(query="truce")):  # which is kept in a temporary table
            assert board(conn, Look(scope)).overview.process
        assert "changed" not in [name for (name,) in conn.execute("SELECT name FROM parties")]


def test_what_is_beside_our_tables_is_never_asked(store_path: Path) -> None:
    tampered(
        store_path,
        f"CREATE VIEW endless AS {ENDLESS}",
        "CREATE VIRTUAL TABLE further USING fts5 (x)",
        "CREATE TABLE computing (x, y AS (hex(zeroblob(x))))",
    )
    with reading(store_path) as conn:
        asked: list[str] = []
        conn.set_trace_callback(asked.append)
        board(conn, Look(Scope()), whole=True)
        assert not [sql for sql in asked if re.search(r"\b(endless|further|computing)\b", sql)]


def test_no_function_with_effects_runs_by_what_a_file_says(store_path: Path) -> None:
    # SQLite wouldn't make such an index; a file can have it all the same.
    tampered(
        store_path,
        "INSERT INTO sqlite_schema SELECT 'index', 'mine', 'events', rootpage,"
        " 'CREATE INDEX mine ON events (load_extension(title))' FROM sqlite_schema WHERE name = 'events_type'",
    )
    assert "damaged (malformed database schema (mine)" in refused(store_path)


def test_no_check_of_a_file_runs_a_function_with_effects(store_path: Path, tmp_path: Path) -> None:
    tampered(
        store_path,
        "UPDATE sqlite_schema SET sql = replace(sql, 'sort_name TEXT', 'sort_name TEXT CHECK (load_extension(name))')"
        " WHERE name = 'people'",
    )
    before = digest(store_path)
    file = tmp_path / "file.toml"
    file.write_text(CAST, encoding="utf-8")
    with pytest.raises(StoreError, match="not authorized"):
        importing.import_file(store_path, file)
    assert digest(store_path) == before


def test_a_reader_writes_nothing_anywhere(store_path: Path, tmp_path: Path) -> None:
    with reading(store_path) as conn:
        settings = {
            name: conn.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("temp_store", "mmap_size", "trusted_schema", "cell_size_check", "query_only")
        }
        assert settings == {"temp_store": 2, "mmap_size": 0, "trusted_schema": 0, "cell_size_check": 1, "query_only": 1}
        with pytest.raises(sqlite3.Error, match="too many attached"):
            conn.execute("ATTACH ? AS other", (str(tmp_path / "other.db"),))
        with pytest.raises(sqlite3.Error):
            conn.execute("CREATE TABLE mine (x)")


TERMS = (
    'w{} -w{} "two w{}" party:russia,ukraine -party:russia person:umerov -source:rt issue:territory'
    " kind:event kind:claim since:jan status:held contested:yes stance:<0 has:quote -has:note"
)


@pytest.mark.parametrize("term", re.findall(r'-?(?:"[^"]*"|\S)+', TERMS))
def test_no_question_comes_near_the_limits(store_path: Path, term: str) -> None:
    query = " ".join(term.format(number) for number in range(40))[:1000].rpartition(" ")[0]
    with store.explained(store_path), reading(store_path) as conn:
        found = answer(conn, query, Scope())
        assert found.wrong or found.results is not None
        with suppress(QueryError):  # of some, two make no sense
            assert board(conn, Look(Scope(query=query))).overview.process


def test_a_question_that_takes_too_long_is_stopped_in_a_sentence(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(defence, "PATIENCE", 0.05)
    with (
        pytest.raises(StoreError, match="takes too long to read"),
        store.explained(store_path),
        reading(store_path) as conn,
    ):
        conn.execute(ENDLESS.replace("SELECT i AS id, 'x' AS name", "SELECT count(*)")).fetchone()


def test_what_is_too_large_is_refused_in_a_sentence(store_path: Path) -> None:
    with pytest.raises(StoreError, match="too big"), store.explained(store_path), reading(store_path) as conn:
        conn.execute("SELECT length(hex(zeroblob(100000000)))").fetchone()


def test_a_fault_in_reading_a_damaged_file_is_the_files(store_path: Path) -> None:
    tampered(
        store_path,
        "UPDATE sqlite_schema SET sql = replace(sql, 'title TEXT NOT NULL', 'title TEXT') WHERE name = 'events'",
    )
    tampered(store_path, "UPDATE events SET title = NULL")
    with pytest.raises(StoreError) as told, store.explained(store_path):
        raise TypeError("None")
    assert (
        str(told.value)
        == f"{store_path} is damaged (the table events is not as talks-tui makes it): restore it from a copy."
    )


def test_a_fault_in_reading_a_sound_file_is_our_own(store_path: Path) -> None:
    with pytest.raises(TypeError), store.explained(store_path):
        raise TypeError("None")
    assert defence.unsound(store_path) is None
    assert list(store_path.parent.glob("talks.db?*")) == []  # a follower's copy would be held up by a log


def test_a_row_that_refers_to_nothing_makes_a_file_unsound(store_path: Path) -> None:
    tampered(store_path, "DELETE FROM places")
    assert defence.unsound(store_path) == "a row of events refers to one of places that isn't there"


def test_our_index_is_the_one_that_our_schema_makes(store_path: Path) -> None:
    [(sql,)] = ask(store_path, "SELECT sql FROM sqlite_schema WHERE name = 'search'")
    assert " ".join(re.sub(r"--[^\n]*\n", " ", str(sql)).split()) == defence._SEARCH
    shadows = {
        str(name)
        for (name,) in ask(store_path, "SELECT name FROM sqlite_schema WHERE name LIKE 'search\\_%' ESCAPE '\\'")
    }
    assert shadows == defence._PARTS
    assert set(schema.TABLES) < defence._OURS


def test_what_is_read_in_pieces_may_take_its_time_for_each_of_them(store_path: Path) -> None:
    def pieces(conn: sqlite3.Connection) -> Iterator[int]:
        for _ in range(3):
            (count,) = conn.execute("SELECT count(*) FROM claims AS one, claims AS other").fetchone()
            conn.set_progress_handler(lambda: True, 1)  # the time is up
            yield count

    with reading(store_path) as conn:
        assert len({*defence.each(conn, pieces(conn))}) == 1
        conn.set_progress_handler(lambda: True, 1)
        assert len([*defence.each(conn, pieces(conn))]) == 3
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            list(pieces(conn))


def test_what_may_take_as_long_as_it_needs_is_still_ended_by_a_signal(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(defence, "PATIENCE", 0.0)
    before = signal.signal(signal.SIGALRM, stop)
    try:
        with reading(store_path) as conn:
            defence.unhurried(conn)
            assert conn.execute(f"SELECT count(*) FROM ({ENDLESS} LIMIT 200000)").fetchone() == (200_000,)
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(sqlite3.OperationalError, match="interrupted"):
                conn.execute(f"SELECT count(*) FROM ({ENDLESS})").fetchone()
    finally:
        signal.signal(signal.SIGALRM, before)
