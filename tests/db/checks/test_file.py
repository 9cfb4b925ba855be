"""A file that isn't whole is told, and never a traceback."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.check import check
from db.checks.file import LINES
from db.checks.finding import Finding
from db.errors import StoreError
from db.text import shown
from tests.db.checks.helpers import findings, of_kind, spoil
from tests.db.helpers import ask, digest, is_one_sentence, record

PAGE = 4096


def test_a_sound_store_has_nothing_wrong(sound: Path) -> None:
    assert check(sound).findings == ()


def judged(path: Path) -> tuple[Finding, ...]:
    """What is found in a file that may be damaged; what keeps a list from being made is one sentence."""
    before = digest(path)
    try:
        found = check(path).findings
    except StoreError as error:
        found = (Finding("integrity", "", str(error)),)
    assert digest(path) == before
    assert len(found) <= LINES + 50
    assert all(is_one_sentence(shown(finding.text)) for finding in found), found
    return found


@pytest.mark.parametrize("seed", range(8))
def test_damaged_pages_end_in_findings_or_in_one_sentence(store_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(store_path.read_bytes())
    for page in chance.sample(range(1, len(content) // PAGE), 1 + seed % 3):
        content[page * PAGE : page * PAGE + 200] = chance.randbytes(200)
    store_path.write_bytes(content)
    found = judged(store_path)
    assert {finding.kind for finding in found} == {"integrity"}


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_that_changed_anywhere_never_end_in_a_traceback(
    masters: tuple[Path, Path], tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(masters[0].read_bytes())
    for begin in data.draw(st.lists(st.integers(100, len(content) - 20), min_size=1, max_size=5)):
        content[begin : begin + 8] = data.draw(st.binary(min_size=8, max_size=8))
    (tmp_path / "talks.db").write_bytes(content)
    judged(tmp_path / "talks.db")


def test_a_row_that_an_index_lacks_is_damage_and_nothing_more_is_looked_at(sound: Path) -> None:
    spoil(
        sound,
        "UPDATE events SET latest = 1",  # another fault, which has to wait
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX names_record ON names (record, language)'"
        " WHERE name = 'names_record'",
    )
    spoil(
        sound,
        "INSERT INTO names (record, text, language, change) VALUES (1, 'x', 'en', 1)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX names_record ON names (record, text)'"
        " WHERE name = 'names_record'",
    )
    found = findings(sound, "integrity")
    assert found == [("", "The file is damaged (row 1 missing from index names_record): restore it from a copy.")]


def test_what_a_column_may_not_hold_is_damage(sound: Path) -> None:
    allow = "UPDATE sqlite_schema SET sql = replace(sql, 'title TEXT{}', 'title TEXT{}') WHERE name = 'events'"
    spoil(sound, "PRAGMA writable_schema = ON", allow.format(" NOT NULL", ""))
    spoil(sound, "UPDATE events SET title = NULL", "PRAGMA writable_schema = ON", allow.format("", " NOT NULL"))
    assert {text for _, text in findings(sound, "integrity")} == {
        "The file is damaged (NULL value in events.title): restore it from a copy."
    }


def test_a_table_that_takes_anything_is_told(sound: Path) -> None:
    spoil(
        sound,
        "CREATE TABLE loose (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sort_name TEXT)",
        "INSERT INTO loose SELECT * FROM places",
        "DROP TABLE places",
        "ALTER TABLE loose RENAME TO places",
        "UPDATE places SET name = x'ff'",
    )
    [(_, text)] = findings(sound, "integrity")
    assert text.startswith("places is not a STRICT table")


def test_a_text_that_is_not_utf_8_is_told_by_its_row(sound: Path) -> None:
    ann = record(sound, "person", "ann")
    spoil(sound, f"UPDATE people SET sort_name = CAST(x'41ff' AS TEXT) WHERE id = {ann}")
    assert findings(sound, "integrity") == [
        ("", f"people.sort_name of row {ann} is not UTF-8 text: write it anew with sqlite3.")
    ]


def test_each_reference_to_nothing_is_told_with_its_record(sound: Path) -> None:
    spoil(
        sound,
        "UPDATE events SET place = 12345 WHERE title = 'Round'",
        "UPDATE links SET to_record = 12346",
        "UPDATE claims SET speaker = 12347 WHERE speaker IS NOT NULL",
    )
    found = {finding.record: finding.text for finding in of_kind(sound, "foreign-key") if "events" in finding.text}
    assert set(found) == {"event:round"}
    assert re.fullmatch(
        r"event:round: events\.place leads to no row of places in row \d+:"
        r" restore what it refers to, or remove the row\.",
        found["event:round"],
    )
    told = [finding.text for finding in of_kind(sound, "foreign-key") if finding.record == "event:answer"]
    assert any("links.to_record leads to no row of records" in text for text in told)
    assert any("claims.speaker leads to no row of people" in text for text in told)


def test_references_of_a_cache_are_counted(sound: Path) -> None:
    spoil(sound, "UPDATE timeline SET process = 12345")
    [finding] = of_kind(sound, "foreign-key")
    assert finding.record == ""
    assert finding.text.startswith("timeline.process leads to no row of processes in 2 rows: ")


def test_references_of_tables_that_another_program_added_are_followed_too(sound: Path) -> None:
    spoil(
        sound,
        'CREATE TABLE "my notes" (event INTEGER REFERENCES events (id), note TEXT)',
        "INSERT INTO \"my notes\" VALUES (12345, 'x')",
    )
    assert [text for _, text in findings(sound, "foreign-key")] == [
        "my notes.event leads to no row of events in row 1: restore what it refers to, or remove the row."
    ]


def test_a_claim_on_a_record_that_is_gone_is_told(sound: Path) -> None:
    spoil(sound, "UPDATE claims SET record = 12345 WHERE locator = '6'")
    assert [finding.record for finding in of_kind(sound, "foreign-key")] == [""]
    assert ask(sound, "SELECT count(*) FROM claims WHERE record = 12345") == [(1,)]
