"""The tables of a store are a public contract."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db import schema
from tests.db.helpers import contents, reading, writing

CONTRACT = {
    "changes": "id made_at made_by command before",
    "records": "id kind slug process change extra",
    "processes": "id name summary",
    "parties": "id name short type code",
    "process_parties": "id process party role side sort",
    "people": "id name sort_name",
    "places": "id name sort_name",
    "offices": "id person party title since until",
    "issues": "id parent name proposition sort",
    "events": "id type status title summary place number format starts ends duration earliest latest day",
    "event_parties": "id event party role roster",
    "delegates": "id event party person role status description",
    "positions": "id party issue stance condition summary date earliest latest day",
    "links": "id from_record kind to_record change",
    "sources": "id publisher short title author published url language country aligned_with",
    "documents": "id source text sha256",
    "claims": "id record property value note modality source locator quote speaker on_behalf_of relayed_by hedge"
    " inferred said_on rank rank_reason change",
    "anchors": "id claim document exact prefix suffix begins ends change",
    "names": "id record text language source change preferred",
    "record_state": "record state contested_on claims sources process kind",
    "timeline": "process planned day earliest event contested known type sides",
    "stages": "event since until planned day earliest contested status starts ends format state contested_on",
    "timeline_marks": "id process planned day earliest event events contested",
    "day_counts": "process planned day events contested",
    "period_counts": "process unit planned day type events contested side_a side_b contested_a contested_b",
    "search": "title names body quote plain kind",
}
"""Every table and its columns: other programs read them by these names."""

REFERENCES = {
    "records": "process>processes change>changes",
    "processes": "id>records",
    "parties": "id>records",
    "process_parties": "id>records process>processes party>parties",
    "people": "id>records",
    "places": "id>records",
    "offices": "id>records person>people party>parties",
    "issues": "id>records parent>issues",
    "events": "id>records place>places",
    "event_parties": "id>records event>events party>parties",
    "delegates": "id>records event>events party>parties person>people",
    "positions": "id>records party>parties issue>issues",
    "links": "from_record>records to_record>records change>changes",
    "sources": "id>records aligned_with>parties",
    "documents": "id>records source>sources",
    "claims": "record>records source>sources speaker>people on_behalf_of>parties relayed_by>people change>changes",
    "anchors": "claim>claims document>documents change>changes",
    "names": "record>records source>sources change>changes",
    "record_state": "record>records",
    "timeline": "process>processes event>events",
    "stages": "event>events",
    "timeline_marks": "process>processes",
    "day_counts": "process>processes",
    "period_counts": "process>processes",
    "search": "",
}
"""Every column that holds the id of a row, and the table of that row."""

Keys = list[tuple[str, str]]


def tables(conn: sqlite3.Connection) -> set[str]:
    names = {row[1] for row in conn.execute("PRAGMA main.table_list") if row[2] != "shadow"}
    return {name for name in names if not name.startswith(("sqlite_", "_sqlite_"))}


def foreign_keys(conn: sqlite3.Connection) -> Keys:
    """Table and column of each REFERENCES."""
    return [
        (table, row[3]) for table in sorted(tables(conn)) for row in conn.execute(f"PRAGMA foreign_key_list({table})")
    ]


def test_tables_and_columns_have_the_names_of_the_contract(bundled_conn: sqlite3.Connection) -> None:
    found = {
        table: " ".join(row[1] for row in bundled_conn.execute(f"PRAGMA table_info({table})"))
        for table in tables(bundled_conn)
    }
    assert found == CONTRACT
    assert set(schema.TABLES) == set(CONTRACT)


def test_every_id_of_another_row_is_a_reference_to_its_table(bundled_conn: sqlite3.Connection) -> None:
    for table in tables(bundled_conn) - {"changes"}:
        keys = {f"{row[3]}>{row[2]}" for row in bundled_conn.execute(f"PRAGMA foreign_key_list({table})")}
        assert keys == set(REFERENCES[table].split()), table


def test_every_table_is_strict(bundled_conn: sqlite3.Connection) -> None:
    strict = {row[1] for row in bundled_conn.execute("PRAGMA table_list") if row[5]}
    assert strict >= set(CONTRACT) - {"search"}  # of a full-text index nothing is typed


def test_a_strict_table_takes_no_text_for_a_number(store_path: Path) -> None:
    with writing(store_path) as conn, pytest.raises(sqlite3.IntegrityError, match="TEXT value in INTEGER column"):
        conn.execute("UPDATE events SET number = 'two'")


def test_every_kind_of_record_shares_its_id_with_the_spine(bundled_conn: sqlite3.Connection) -> None:
    for table in set(CONTRACT) - {
        "changes",
        "records",
        "links",
        "claims",
        "anchors",
        "names",
        "record_state",
        "timeline",
        "stages",
        "timeline_marks",
        "day_counts",
        "period_counts",
        "search",
    }:
        keys = {row[3]: (row[2], row[4]) for row in bundled_conn.execute(f"PRAGMA foreign_key_list({table})")}
        assert keys["id"] == ("records", "id"), table
        orphans = f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT id FROM records)"
        assert bundled_conn.execute(orphans).fetchone() == (0,), table


def test_every_foreign_key_is_found_by_an_index_or_the_primary_key(bundled_conn: sqlite3.Connection) -> None:
    def leads(table: str, column: str) -> bool:
        keys = [(row[5], row[1]) for row in bundled_conn.execute(f"PRAGMA table_info({table})") if row[5]]
        firsts = [min(keys)[1]] if keys else []
        for index in bundled_conn.execute(f"PRAGMA index_list({table})").fetchall():
            if not index[4]:  # a partial index doesn't find every row
                firsts.append(bundled_conn.execute(f"PRAGMA index_info({index[1]})").fetchone()[2])
        return column in firsts

    assert [key for key in foreign_keys(bundled_conn) if not leads(*key)] == []


def test_every_reference_is_enforced(store_path: Path) -> None:
    with writing(store_path) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")  # they would speak first
        some = conn.execute("SELECT id, change FROM records WHERE kind = 'source'").fetchone()
        conn.execute("INSERT INTO records (id, kind, slug, change) VALUES (9999, 'document', 'd', ?)", some[1:])
        conn.execute("INSERT INTO documents VALUES (9999, ?, 'text', '')", some[:1])
        conn.execute(
            "INSERT INTO anchors (claim, document, exact, prefix, suffix, change)"
            " SELECT min(id), 9999, '', '', '', change FROM claims"
        )
        keys = foreign_keys(conn)
        assert len(keys) > 40
        for table, column in keys:
            own = [row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[5]]
            where = " AND ".join(f"{name} = ?" for name in own)
            row = conn.execute(f"SELECT {', '.join(own)} FROM {table} LIMIT 1").fetchone()
            assert row is not None, f"{table} is empty: nothing would be tested"
            conn.execute("BEGIN")
            with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
                conn.execute(f"UPDATE {table} SET {column} = 123456 WHERE {where}", row)
                conn.execute("COMMIT")  # where a deferred one is looked at
            conn.execute("ROLLBACK")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE positions SET stance = 3",
        "UPDATE process_parties SET side = 'C'",
        "UPDATE claims SET modality = 'shouts'",
        "UPDATE claims SET inferred = 2",
        "UPDATE claims SET rank = 'deprecated'",
        "UPDATE claims SET on_behalf_of = NULL WHERE speaker IS NOT NULL",
        "UPDATE names SET preferred = 2",
        "UPDATE records SET extra = 'no object'",
    ],
)
def test_what_must_hold_for_every_row_is_held_by_the_table(store_path: Path, statement: str) -> None:
    with writing(store_path) as conn, pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        conn.execute(statement)


def test_a_store_says_in_its_header_what_it_is(store_path: Path, bundled_conn: sqlite3.Connection) -> None:
    assert store_path.read_bytes()[68:72] == b"talk"
    assert bundled_conn.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert bundled_conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert bundled_conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (schema.VERSION,)


def test_upgrading_a_store_of_this_version_changes_nothing(store_path: Path) -> None:
    with reading(store_path) as conn:
        before = contents(conn)
    with writing(store_path) as conn:
        conn.execute("BEGIN IMMEDIATE")
        schema.upgrade(conn)
        conn.execute("COMMIT")
        assert contents(conn) == before


def test_a_script_runs_inside_the_transaction_that_is_open(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "any.db", isolation_level=None)
    conn.execute("BEGIN")
    schema.run_script(conn, "CREATE TABLE one (a);  -- a note; with a semicolon\nCREATE TABLE two\n(b);\n")
    assert tables(conn) == {"one", "two"}
    conn.execute("ROLLBACK")
    assert tables(conn) == set()
    conn.close()


BACK_TO_3 = """
ALTER TABLE records DROP COLUMN extra;
DELETE FROM _sqlite_migrations WHERE name = 'what_files_had_beside';
DROP TABLE timeline_marks;
DROP TABLE period_counts;
DROP INDEX record_state_contested;
ALTER TABLE record_state DROP COLUMN process;
ALTER TABLE record_state DROP COLUMN kind;
CREATE INDEX record_state_contested ON record_state (record) WHERE state IN ('contested', 'denied');
DROP INDEX timeline_event;
DROP INDEX timeline_rounds;
DROP INDEX events_rounds;
DROP INDEX stages_lasting;
ALTER TABLE timeline DROP COLUMN type;
ALTER TABLE timeline DROP COLUMN sides;
CREATE INDEX timeline_event ON timeline (event, known, contested);
DELETE FROM _sqlite_migrations WHERE name = 'marks_and_periods';
PRAGMA user_version = 3;
"""

BACK_TO_2 = f"""{BACK_TO_3}
DROP TABLE search;
DROP TABLE stages;
DROP INDEX positions_day;
DROP INDEX events_status;
DROP INDEX claims_quoting;
DROP INDEX claims_noting;
DROP INDEX claims_said_on;
DELETE FROM _sqlite_migrations WHERE name = 'stages_and_search';
PRAGMA user_version = 2;
"""

BACK_TO_1 = f"""{BACK_TO_2}
DROP TABLE anchors;
ALTER TABLE names DROP COLUMN preferred;
DROP INDEX sources_publisher;
DELETE FROM _sqlite_migrations WHERE name = 'anchors_and_voices';
PRAGMA user_version = 1;
"""


def test_a_store_of_version_1_becomes_one_of_this_version_and_keeps_all_it_holds(store_path: Path) -> None:
    with writing(store_path) as conn:
        before = contents(conn, "records", "claims", "names", "events")
        schema.run_script(conn, BACK_TO_1)
    with writing(store_path) as conn:  # a writable open upgrades it
        assert contents(conn, "records", "claims", "names", "events") == before
        assert tables(conn) == set(CONTRACT)
        assert conn.execute("PRAGMA index_info(claims_source)").fetchall()[1][2] == "record"


def test_a_store_of_version_3_is_counted_anew_and_keeps_its_index(store_path: Path) -> None:
    with writing(store_path) as conn:
        before = contents(conn, "search", "timeline", "record_state", "period_counts", "timeline_marks")
        schema.run_script(conn, BACK_TO_3)
    with writing(store_path) as conn:
        assert contents(conn, "search", "timeline", "record_state", "period_counts", "timeline_marks") == before


def test_a_store_of_version_2_learns_to_find_what_it_holds(store_path: Path) -> None:
    with writing(store_path) as conn:
        before = contents(conn, "search")
        schema.run_script(conn, BACK_TO_2)
    with writing(store_path) as conn:
        assert contents(conn, "search") == before
        assert conn.execute("PRAGMA index_info(event_parties_party)").fetchall()[1][2] == "event"
