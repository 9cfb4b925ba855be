"""The one write path: whole or not at all, with what was there before."""

from __future__ import annotations

import getpass
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import store
from db.rows import TABLE_OF
from db.write import Change, change
from tests.db.helpers import ask, contents, record, whole, writing


def put_person(opened: Change, slug: str, name: str) -> str:
    found, new = opened.claim_slug("person", slug)
    return opened.put_record("person", found, new, None, {"name": name, "sort_name": None})


def test_a_change_is_kept_with_who_when_and_how(empty_store: Path) -> None:
    with writing(empty_store) as conn, change(conn, "add ann") as opened:
        assert put_person(opened, "ann", "Ann") == "added"
    [(made_at, made_by, command, before)] = ask(empty_store, "SELECT made_at, made_by, command, before FROM changes")
    assert (datetime.now(UTC) - datetime.fromisoformat(str(made_at))).total_seconds() < 60
    assert (made_by, command, before) == (getpass.getuser(), "add ann", "[]")
    assert ask(empty_store, "SELECT kind, slug, change, name FROM records JOIN people USING (id)") == [
        ("person", "ann", 1, "Ann")
    ]


def test_a_change_that_changes_nothing_leaves_no_trace(store_path: Path) -> None:
    before = whole(store_path)
    with writing(store_path) as conn, change(conn, "nothing"):
        pass
    with writing(store_path) as conn, change(conn, "the same") as opened:
        found, new = opened.claim_slug("person", "mark-rutte")
        row = {"name": "Mark Rutte", "sort_name": "Rutte, Mark"}
        assert opened.put_record("person", found, new, None, row) == "same"
    assert whole(store_path) == before


def test_an_edit_keeps_the_row_as_it_was(store_path: Path) -> None:
    who = record(store_path, "person", "mark-rutte")
    with writing(store_path) as conn, change(conn, "rename") as opened:
        assert put_person(opened, "mark-rutte", "M. Rutte") == "changed"
    [(kept,)] = ask(store_path, "SELECT before FROM changes ORDER BY id DESC LIMIT 1")
    assert json.loads(str(kept)) == [
        {"table": "people", "row": {"id": who, "name": "Mark Rutte", "sort_name": "Rutte, Mark"}}
    ]
    assert ask(store_path, "SELECT change FROM records WHERE id = ?", who) == [(2,)]


def test_a_record_that_moves_to_another_process_keeps_where_it_was(store_path: Path) -> None:
    event, other = record(store_path, "event", "round-1"), record(store_path, "process", "iran-talks")
    with writing(store_path) as conn:
        (home,) = conn.execute("SELECT process FROM records WHERE id = ?", (event,)).fetchone()
        with change(conn, "move") as opened:
            assert opened.put_record("event", event, False, other, {}) == "changed"
        (before,) = conn.execute("SELECT before FROM changes WHERE id = 2").fetchone()
        assert [(image["table"], image["row"]["process"]) for image in json.loads(before)] == [("records", home)]
        assert conn.execute("SELECT process FROM timeline WHERE event = ?", (event,)).fetchall() == [(other,)]


def test_a_block_that_raises_undoes_everything(store_path: Path) -> None:
    before = whole(store_path)
    with writing(store_path) as conn:
        with pytest.raises(RuntimeError), change(conn, "half") as opened:
            put_person(opened, "new-one", "New")
            put_person(opened, "mark-rutte", "Other")
            raise RuntimeError
        assert not conn.in_transaction
    assert whole(store_path) == before


def test_what_the_store_refuses_undoes_everything(store_path: Path) -> None:
    before = whole(store_path)
    with writing(store_path) as conn:
        with pytest.raises(sqlite3.IntegrityError), change(conn, "no name") as opened:
            put_person(opened, "one", "One")
            found, new = opened.claim_slug("person", "two")
            opened.put_record("person", found, new, None, {"name": None})
        assert not conn.in_transaction
    assert whole(store_path) == before


def test_a_reference_to_nothing_is_found_before_the_commit(store_path: Path) -> None:
    before = whole(store_path)
    with writing(store_path) as conn:
        with pytest.raises(sqlite3.IntegrityError), change(conn, "lost") as opened:
            found, new = opened.claim_slug("issue", "lost")
            opened.put_record("issue", found, new, 123456, {"name": "Lost", "sort": 0})
        assert not conn.in_transaction
    assert whole(store_path) == before


def test_other_programs_see_a_change_only_when_it_is_whole(store_path: Path) -> None:
    with writing(store_path) as conn, store.read_only(store_path) as other:
        with change(conn, "add") as opened:
            put_person(opened, "new-one", "New")
            assert other.execute("SELECT count(*) FROM records WHERE slug = 'new-one'").fetchone() == (0,)
        assert other.execute("SELECT count(*) FROM records WHERE slug = 'new-one'").fetchone() == (1,)
    other.close()


def test_only_one_change_is_open_at_a_time(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WAIT", 0.05)
    with (
        writing(store_path) as one,
        writing(store_path) as other,
        change(one, "first") as opened,
    ):
        put_person(opened, "new-one", "New")
        with pytest.raises(sqlite3.OperationalError, match="locked"), change(other, "second"):
            raise AssertionError
    assert ask(store_path, "SELECT command FROM changes") == [("new",), ("first",)]


def test_a_child_is_added_once_then_the_same_then_changed(store_path: Path) -> None:
    who, source = record(store_path, "person", "mark-rutte"), ask(store_path, "SELECT id FROM sources")[0][0]
    assert isinstance(source, int)
    key: dict[str, str | int | None] = {"record": who, "source": source, "locator": "99"}

    def put(note: str | None, nth: int = 0) -> str:
        with writing(store_path) as conn, change(conn, "claim") as opened:
            return opened.put_child("claims", key, {"note": note}, nth)

    assert [put(None), put(None), put("corrected"), put("corrected"), put("another", 1)] == [
        "added", "same", "changed", "same", "added",
    ]  # fmt: skip
    notes = ask(store_path, "SELECT note, change FROM claims WHERE record = ? AND locator = '99' ORDER BY id", who)
    assert notes == [("corrected", 3), ("another", 4)]
    [(before,)] = ask(store_path, "SELECT before FROM changes WHERE id = 3")
    assert json.loads(str(before))[0]["row"]["note"] is None


def test_an_anchor_is_added_once_then_the_same_then_changed_with_what_it_was(store_path: Path) -> None:
    source = record(
        store_path, "source", str(ask(store_path, "SELECT min(slug) FROM records WHERE kind = 'source'")[0][0])
    )
    [(claim,)] = ask(store_path, "SELECT min(id) FROM claims WHERE source = ?", source)
    assert isinstance(claim, int)

    def put(begins: int | None) -> str:
        ends = None if begins is None else begins + 4
        with writing(store_path) as conn, change(conn, "anchor") as opened:
            document, new = opened.claim_slug("document", "text")
            opened.put_record("document", document, new, None, {"source": source, "text": "some text", "sha256": ""})
            return opened.put_anchor(
                document, claim, {"exact": "text", "prefix": "", "suffix": "", "begins": begins, "ends": ends}
            )

    assert [put(5), put(5), put(None)] == ["added", "same", "changed"]
    assert ask(store_path, "SELECT claim, begins, ends, change FROM anchors") == [(claim, None, None, 3)]
    [(before,)] = ask(store_path, "SELECT before FROM changes WHERE id = 3")
    assert [(image["table"], image["row"]["begins"]) for image in json.loads(str(before))] == [("anchors", 5)]


def test_the_user_is_unknown_where_the_system_knows_none(empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    with writing(empty_store) as conn, change(conn, "add") as opened:
        put_person(opened, "ann", "Ann")
    assert ask(empty_store, "SELECT made_by FROM changes") == [("unknown",)]


def test_every_kind_of_record_has_its_table(bundled_conn: sqlite3.Connection) -> None:
    for kind, table in TABLE_OF.items():
        rows = contents(bundled_conn, table)[table]
        kinds = bundled_conn.execute(f"SELECT DISTINCT kind FROM records JOIN {table} USING (id)").fetchall()
        assert kinds == ([(kind,)] if rows else [])
