"""Discourse Network Analyzer: documents as sources with their texts, statements as claimed positions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import bundled
from db.drafts import Draft, Named
from db.errors import TalksFileError
from db.reading import dnafile
from db.reading.dna import DnaReader
from db.text import clean_lines
from tests.db.reading.samples import ARTICLE, STATEMENTS, dna

BOTH = pytest.mark.parametrize("version", [2, 3])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.dna"


def read(file: Path, known: tuple[str, ...] = ()) -> tuple[DnaReader, dict[str, list[Draft]], list[str]]:
    """A file's reader, its drafts by kind, and what is wrong with them."""
    reader = DnaReader(file, known)
    drafts: dict[str, list[Draft]] = {}
    problems: list[str] = []
    for unit in reader.units():
        problems += unit.problems
        for draft in unit.drafts:
            drafts.setdefault(draft.shape.kind, []).append(draft)
    return reader, drafts, problems


def change(file: Path, *sql: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as conn:
        for line in sql:
            conn.execute(line)


def text(value: object) -> str:
    assert isinstance(value, Named)
    return value.text


@BOTH
def test_a_document_is_a_source_with_its_text(file: Path, version: int) -> None:
    reader, drafts, problems = read(dna(file, version))
    assert problems == []
    assert reader.format == f"Discourse Network Analyzer {version}"
    source, document = drafts["source"][0], drafts["document"][0]
    assert source.slug == "report-1-2026-02-04"
    assert source.values == {
        "publisher": "The Post",
        "short": "TP",
        "title": "Report 1",
        "author": "Cy",
        "published": "2026-02-04",
    }
    assert source.extra == {"section": "News"}
    assert document.values == {"source": "report-1-2026-02-04", "text": clean_lines(ARTICLE)}


@BOTH
def test_statements_of_one_side_on_one_thing_on_one_day_are_claims_on_one_position(file: Path, version: int) -> None:
    _, drafts, _ = read(dna(file, version))
    first, second, third = drafts["position"]
    assert [text(one.values["party"]) for one in (first, second, third)] == ["ALPHA", "Beta", "Alpha"]
    assert [one.values["stance"] for one in (first, second, third)] == [1, -1, -1]
    assert [one.values["date"] for one in (first, second, third)] == ["2026-02-04", "2026-02-04", "2026-02-06"]
    assert second.values["summary"] == "Disagrees: Alpha gets the land"
    issue = second.values["issue"]
    assert isinstance(issue, Named)
    assert (issue.text, issue.make) == ("Alpha gets the land", {"proposition": "Alpha gets the land"})
    assert [one["source"] for one in first.claims if isinstance(one, dict)] == [
        "report-1-2026-02-04",
        "report-2-2026-02-04",
    ]


@BOTH
def test_a_claim_has_its_speaker_and_its_passage(file: Path, version: int) -> None:
    """Java counts a picture as two; the passage stands where a store counts it."""
    _, drafts, _ = read(dna(file, version))
    [claim] = drafts["position"][1].claims
    assert isinstance(claim, dict)
    assert (text(claim["speaker"]), text(claim["on_behalf_of"])) == ("Bob", "Beta")
    assert {name: claim[name] for name in ("property", "value", "quote", "locator")} == {
        "property": "stance",
        "value": "-1",
        "quote": "Bob said no",
        "locator": "2",
    }
    kept, passage = clean_lines(ARTICLE), claim["passage"]
    assert passage["exact"] == kept[passage["begins"] : passage["ends"]] == "Bob said no"
    assert kept[: passage["begins"]].endswith(passage["prefix"])
    [unspoken] = [one for one in drafts["position"][0].claims if isinstance(one, dict) and "speaker" not in one]
    assert unspoken["source"] == "report-2-2026-02-04"


@BOTH
def test_what_is_known_of_a_speaker_or_a_side_is_kept(file: Path, version: int) -> None:
    _, drafts, _ = read(dna(file, version))
    [person], [party] = drafts["person"], drafts["party"]
    assert (person.values, person.names, person.extra) == (
        {"name": "Ann Example"},
        [{"text": "A. Example"}],
        {"type": "Minister"},
    )
    assert party.values == {"name": "Alpha", "type": "organisation"}
    assert party.extra == {"type": "Government", "notes": "As coded"}
    _, drafts, _ = read(file, known=("alpha",))
    assert drafts["party"][0].values == {"name": "Alpha"}


@BOTH
def test_statements_of_another_type_are_left_aside_and_counted(file: Path, version: int) -> None:
    reader, _, _ = read(dna(file, version))
    assert reader.notes == [
        "Left aside, since they name no organization and concept: 1 statements of the type “Annotation” (note)."
    ]


@BOTH
@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ((1, "Bob said no", "Bob", "", "A thing", 1), "statement 1: it names no organization, which a position needs."),
        ((1, "Bob said no", "Bob", "Beta", "", 1), "statement 1: it names no concept, which a position needs."),
        (
            (1, "Bob said no", "Bob", "Beta", "A thing", 7),
            "statement 1: its agreement is “7”, not from -2 (rejects) to 2 (demands).",
        ),
    ],
)
def test_a_statement_that_is_no_position_is_named(
    file: Path, version: int, statement: tuple[int, str, str, str, str, int], problem: str
) -> None:
    assert read(dna(file, version, [statement]))[2] == [problem]


@BOTH
def test_agreement_on_a_scale_is_ours(file: Path, version: int) -> None:
    dna(file, version, STATEMENTS[1:2])
    change(
        file,
        "UPDATE VARIABLES SET DataType = 'integer' WHERE Variable = 'agreement'",
        "INSERT INTO DATAINTEGER SELECT NULL, StatementId, VariableId, -2 FROM DATABOOLEAN",
        "DELETE FROM DATABOOLEAN",
    )
    reader, drafts, problems = read(file)
    assert problems == []
    assert drafts["position"][0].values["stance"] == -2
    assert "Agreement is a number in this file: -2 to 2 is taken for rejects to demands." in reader.notes


@BOTH
def test_what_is_not_coded_is_not_known(file: Path, version: int) -> None:
    _, drafts, problems = read(dna(file, version, [(1, "Bob said no", "", "Beta", "A thing", None)]))
    assert problems == []
    [claim] = drafts["position"][0].claims
    assert drafts["position"][0].values["stance"] is None
    assert isinstance(claim, dict)
    assert not {"property", "value", "speaker"} & {*claim}


@BOTH
@pytest.mark.parametrize("place", ["Start = 5000, Stop = 6000", "Start = -5, Stop = 3", "Start = 9, Stop = 2"])
def test_a_place_outside_of_the_text_is_only_told(file: Path, version: int, place: str) -> None:
    dna(file, version, STATEMENTS[1:2])
    change(file, f"UPDATE STATEMENTS SET {place} WHERE ID = 1")
    _, drafts, problems = read(file)
    [claim] = drafts["position"][0].claims
    assert problems == []
    assert isinstance(claim, dict)
    assert claim["locator"].startswith("characters ")
    assert "passage" not in claim


def test_a_passage_is_found_in_a_text_that_is_kept_otherwise(file: Path) -> None:
    """Tabs, odd line ends and letters in two parts are kept in one form; what stands there stays the same."""
    dna(file, 3, STATEMENTS[1:2])
    raw = "\ta\u0301\x00\r\n\x1bOne We said é no.\u2028  We\tsaid e\u0301 no.  \n"
    begins, ends = raw.rindex("We"), raw.rindex(".") + 1
    with closing(sqlite3.connect(file, isolation_level=None)) as conn:
        conn.execute("UPDATE DOCUMENTS SET Text = ?", (raw,))
        conn.execute("UPDATE STATEMENTS SET Start = ?, Stop = ? WHERE ID = 1", (begins, ends))
    _, drafts, _ = read(file)
    [claim] = drafts["position"][0].claims
    assert isinstance(claim, dict)
    kept = str(drafts["document"][0].values["text"])
    assert claim["passage"]["exact"] == "We said é no."
    assert kept[claim["passage"]["begins"] : claim["passage"]["ends"]] == "We said é no."
    assert claim["passage"]["begins"] == kept.rindex("We")


def version_1(file: Path) -> None:
    dna(file, 2)
    change(file, "UPDATE SETTINGS SET Value = '4.0' WHERE Property = 'version'")


def no_entities(file: Path) -> None:
    dna(file, 3)
    change(file, "DROP TABLE ENTITIES")


def another_database(file: Path) -> None:
    change(file, "CREATE TABLE cars (id INTEGER)")


def a_view(file: Path) -> None:
    dna(file, 3)
    change(file, "DROP TABLE STATEMENTS", "CREATE VIEW STATEMENTS AS SELECT 1 AS ID")


def a_virtual_table(file: Path) -> None:
    dna(file, 3)
    change(file, "DROP TABLE STATEMENTS", "CREATE VIRTUAL TABLE STATEMENTS USING fts5 (ID)")


def a_store(file: Path) -> None:
    bundled.new_store(file, empty=True)


def in_use(file: Path) -> None:
    dna(file, 3)
    file.with_name(f"{file.name}-journal").write_bytes(b"changes")


def cut_short(file: Path) -> None:
    data = dna(file, 3).read_bytes()
    file.write_bytes(data[: len(data) // 2])


def no_database(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + b"garbage" * 1000)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (version_1, "is of Discourse Network Analyzer 4.0: versions 2 and 3 can be read"),
        (no_entities, "is of Discourse Network Analyzer 3.0.11: versions 2 and 3 can be read"),
        (another_database, "is an SQLite database, but not of Discourse Network Analyzer"),
        (a_view, "is an SQLite database, but not of Discourse Network Analyzer"),
        (a_virtual_table, "is an SQLite database, but not of Discourse Network Analyzer"),
        (a_store, "is a store of talks-tui: import what “talks-tui export” makes of it"),
        (in_use, "is in use, or wasn't closed well"),
        (cut_short, "as an SQLite database it is damaged"),
        (no_database, "as an SQLite database it is damaged"),
    ],
)
def test_another_database_is_refused(file: Path, make: Callable[[Path], None], why: str) -> None:
    make(file)
    before = file.read_bytes()
    with pytest.raises(TalksFileError, match=why):
        read(file)
    assert file.read_bytes() == before


def test_a_file_cannot_fill_memory_with_what_it_computes(file: Path) -> None:
    dna(file, 3)
    change(
        file,
        "ALTER TABLE DOCUMENTS RENAME COLUMN Notes TO Old",
        "ALTER TABLE DOCUMENTS ADD COLUMN Notes TEXT AS (zeroblob(200000000))",
    )
    with pytest.raises(TalksFileError, match=r"as an SQLite database it is damaged \(string or blob too big\)"):
        read(file)


def test_no_question_takes_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dnafile, "PATIENCE", -1.0)
    monkeypatch.setattr(dnafile, "STEPS", 1)
    with pytest.raises(TalksFileError, match=r"\(interrupted\)"):
        read(dna(file, 3))


@BOTH
def test_what_is_left_of_a_file_is_one_again(file: Path, tmp_path: Path, version: int) -> None:
    dna(file, version, [*STATEMENTS, (2, "Bob said no", "Bob", "", "A thing", 1)])
    change(file, "CREATE TRIGGER evil AFTER DELETE ON STATEMENTS BEGIN DELETE FROM DOCUMENTS; END")
    before = file.read_bytes()
    reader = DnaReader(file)
    rest = tmp_path / "rest.dna"
    reader.rest([unit.raw for unit in reader.units() if unit.problems], rest)
    assert file.read_bytes() == before
    change(rest, "SELECT 1")
    with closing(sqlite3.connect(rest)) as conn:
        assert conn.execute("SELECT ID FROM STATEMENTS").fetchall() == [(5,)]
        assert conn.execute("SELECT ID FROM DOCUMENTS").fetchall() == [(2,)]
        assert conn.execute("SELECT DISTINCT StatementId FROM DATASHORTTEXT").fetchall() == [(5,)]
    again, _, [problem] = read(rest)
    assert problem == "statement 5: it names no organization, which a position needs."
    with pytest.raises(FileExistsError):
        again.rest([], rest)
