"""Each format all the way into a store: with a process and a source, seen by what the app asks, and once only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db import check, importing
from db.document import document, documents
from db.importing import How, import_file
from db.importing.report import RefusedError, Report
from db.positions import matrix
from db.scope import Scope
from db.timeline import window
from tests.db.helpers import ask, reading, whole
from tests.db.reading import samples

HOW = How(process="Our talks", source="The field's record")
FILES = {
    "popolo": samples.dumped(samples.POPOLO),
    "timelinejs": samples.dumped(samples.TIMELINE),
    "calendar": samples.CALENDAR.encode(),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def process(conn: sqlite3.Connection) -> int:
    [(found,)] = conn.execute("SELECT id FROM processes").fetchall()
    return int(found)


def titles(store: Path) -> list[str]:
    """What the timeline shows."""
    with reading(store) as conn:
        return [entry.title for entry in window(conn, process(conn), Scope(), None).entries]


def brought(store: Path, file: Path) -> Report:
    """Import a file twice: the second time nothing is added or changed, and nothing is wrong with the store."""
    first = import_file(store, file, HOW)
    before = whole(store)
    second = import_file(store, file, HOW)
    assert (second.summary.added, second.summary.changed) == (0, 0)
    assert whole(store) == before
    assert check.check(store).findings == ()
    return first


@pytest.mark.parametrize("which", FILES)
def test_a_file_is_in_the_store_once(empty_store: Path, file: Path, which: str) -> None:
    file.write_bytes(FILES[which])
    report = brought(empty_store, file)
    assert report.summary.added
    assert report.extra


def test_people_and_their_offices_are_there(empty_store: Path, file: Path) -> None:
    file.write_bytes(FILES["popolo"])
    brought(empty_store, file)
    offices = ask(
        empty_store,
        "SELECT people.name, parties.name, title, since, until FROM offices"
        " JOIN people ON people.id = person JOIN parties ON parties.id = party ORDER BY offices.id",
    )
    assert offices == [
        ("Ann Example", "Republic of Alpha", "Minister of Talks", "2024-05", "2025"),
        ("Bob Sample", "Republic of Alpha", "member", "2020-01-01", "2024-01-01"),
        ("Bob Sample", "Republic of Alpha", "member", "2028-01-01", None),
    ]
    assert ask(empty_store, "SELECT text FROM names ORDER BY id") == [("The Greens",), ("A. Example",), ("Энн",)]
    assert {*titles(empty_store)} == {"First term", "Summit"}


def test_a_person_whom_the_store_knows_by_another_spelling_is_not_made_again(empty_store: Path, file: Path) -> None:
    file.write_bytes(FILES["popolo"])
    import_file(empty_store, file, HOW)
    file.write_bytes(samples.dumped({"persons": [{"id": "x", "name": "Энн", "gender": "female"}]}))
    assert import_file(empty_store, file, HOW).summary.added == 0
    assert ask(empty_store, "SELECT name FROM people ORDER BY id") == [("Ann Example",), ("Bob Sample",)]


def test_slides_and_meetings_stand_on_the_timeline(empty_store: Path, file: Path) -> None:
    file.write_bytes(FILES["timelinejs"])
    import_file(empty_store, file, HOW)
    file.write_bytes(FILES["calendar"])
    import_file(empty_store, file, HOW)
    assert {*titles(empty_store)} == {
        *("Second round & more", "Ides", "Long ago"),
        *("Second round, Abu Dhabi", "Whole days"),
    }


@pytest.mark.parametrize("version", [2, 3])
def test_coded_statements_are_positions_and_stand_in_their_texts(empty_store: Path, file: Path, version: int) -> None:
    brought(empty_store, samples.dna(file, version))
    with reading(empty_store) as conn:
        board = matrix(conn, process(conn), Scope())
        assert [column.name for column in board.columns] == ["Alpha", "Beta"]
        [issue] = board.issues
        assert [(cell.stance, cell.state) for cell in issue.cells if cell] == [(-1, "single"), (-1, "single")]
        texts = [document(conn, kept.source) for kept in documents(conn)]
        # The first statement on an issue is where the issue itself is spoken of.
        assert [(len(text.passages), len(text.lost)) for text in texts if text] == [(3, 0), (1, 0), (1, 0)]
        assert [passage.how for text in texts if text for passage in text.passages] == ["quote"] * 5


def test_a_statement_that_is_no_position_can_be_left_and_mended(empty_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "coded.dna"
    samples.dna(file, 3, [*samples.STATEMENTS, (2, "Bob said no", "Bob", "", "A thing", 1)])
    with pytest.raises(RefusedError, match="statement 5: it names no organization"):
        import_file(empty_store, file, HOW)
    assert ask(empty_store, "SELECT count(*) FROM records") == [(0,)]
    report = import_file(empty_store, file, How(process="Our talks", source="x", skip_bad=True))
    assert report.left_out == 1
    rest = Path(report.rest)
    with sqlite3.connect(rest) as conn:
        conn.execute("UPDATE DATASHORTTEXT SET Entity = 2 WHERE StatementId = 5 AND VariableId = 2")
    conn.close()
    import_file(empty_store, rest, HOW)
    assert ask(empty_store, "SELECT count(*) FROM positions") == [(4,)]


def test_what_is_read_in_batches_is_in_the_store_all_the_same(
    empty_store: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    brought(empty_store, samples.dna(file, 3))
    assert ask(empty_store, "SELECT count(*) FROM anchors") == [(5,)]
