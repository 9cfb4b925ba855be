"""Finding out what a file is, and who reads it."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from db.errors import TalksFileError, UsageError
from db.reading import FORMATS, reader
from tests.db.helpers import is_one_sentence
from tests.db.reading import samples

TABLE = b"event_date,country,notes\n2026-02-04,Alpha,They met\n2026-02-05,Beta,They met again\n"


def book() -> bytes:
    """A workbook."""
    made, into = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.append(["date", "title"])
    sheet.append(["2026-02-04", "A day"])
    made.save(into)
    return into.getvalue()


def packed(name: str) -> bytes:
    """An archive with one file in it."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr(name, "text")
    return into.getvalue()


def database(tmp_path: Path) -> bytes:
    return samples.dna(tmp_path / "made", 3).read_bytes()


TALKS_JSON = samples.dumped({"format": 1, "process": "talks", "issues": {"land": {"name": "Land"}}})
KINDS = {
    "toml": (samples.TALKS.encode(), "talks file (TOML)"),
    "talks json": (TALKS_JSON, "talks file (JSON)"),
    "popolo": (samples.dumped(samples.POPOLO), "Popolo"),
    "people alone": (samples.dumped(samples.POPOLO["persons"]), "Popolo"),
    "timelinejs": (samples.dumped(samples.TIMELINE), "TimelineJS"),
    "calendar": (samples.CALENDAR.encode(), "iCalendar"),
    "table": (TABLE, "(CSV)"),
}


@pytest.mark.parametrize("which", KINDS)
@pytest.mark.parametrize("ending", ["", ".txt", ".data"])
def test_a_file_is_known_by_what_stands_in_it(tmp_path: Path, which: str, ending: str) -> None:
    data, format = KINDS[which]  # noqa: A001
    file = tmp_path / f"file{ending}"
    file.write_bytes(data)
    assert format in reader(file).format


@pytest.mark.parametrize("which", ["toml", "popolo", "calendar"])
def test_a_byte_order_mark_and_other_line_ends_change_nothing(tmp_path: Path, which: str) -> None:
    data, format = KINDS[which]  # noqa: A001
    file = tmp_path / "file"
    plain = data.replace(b"\r\n", b"\n")
    for written in (codecs.BOM_UTF8 + data, plain, plain.replace(b"\n", b"\r\n"), b"\r\n\r\n" + data):
        file.write_bytes(written)
        assert reader(file).format == format
        assert [*reader(file).units()]


def test_workbooks_and_databases_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(book())
    assert "XLSX" in reader(file).format
    file.write_bytes(database(tmp_path))
    assert reader(file).format == "Discourse Network Analyzer 3"


@pytest.mark.parametrize(
    ("name", "which", "why"),
    [
        (
            "file.json",
            "table",
            "ends in .json but is a table of text: give it its right ending, or import it with --as",
        ),
        ("file.toml", "table", "ends in .toml but is a table of text"),
        ("file.csv", "toml", "ends in .csv but is TOML"),
        ("file.CSV", "popolo", "ends in .CSV but is JSON"),
        ("file.xlsx", "table", "ends in .xlsx but is a table of text"),
        ("file.dna", "calendar", "ends in .dna but is a calendar (iCalendar)"),
        ("file.ics", "popolo", "ends in .ics but is JSON"),
    ],
)
def test_what_is_not_what_its_ending_says_is_refused_with_the_way_in(
    tmp_path: Path, name: str, which: str, why: str
) -> None:
    file = tmp_path / name
    file.write_bytes(KINDS[which][0])
    with pytest.raises(TalksFileError) as caught:
        reader(file)
    assert str(caught.value).startswith(f"{file} {why}")
    _, _, taken_for = str(caught.value).rpartition("--as ")
    assert KINDS[which][1] in reader(file, taken_for.rstrip(".")).format


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("file.json", b'{"format": 1, ', "is not JSON: it ends too early"),
        ("file.toml", b"just words", "is not TOML"),
        ("file.toml", b'[sources.post]\ntitle = "A report"\n', "a talks file begins with “format = 1”"),
        ("file.ics", b"just words", "is not a calendar"),
    ],
)
def test_what_is_no_good_example_of_its_ending_is_told_so(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(TalksFileError, match=why):
        [*reader(file).units()]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 text", "is a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word or Excel file: save it as XLSX or CSV"),
        (gzip.compress(TABLE, mtime=0), "is compressed (gzip): unpack it first"),
        (packed("word/document.xml"), "is a Word document: save its table as CSV"),
        (packed("a.csv"), "is an archive (ZIP): unpack it first"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b'<?xml version="1.0"?><a/>', "is XML, which talks-tui doesn't read"),
        (b"BEGIN:VCARD\r\nEND:VCARD", "is a file of addresses (vCard), not a calendar"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"a\0b\0", "is not text, nor any other file that can be imported (it has zero bytes)"),
    ],
)
def test_what_nobody_can_import_is_named(tmp_path: Path, data: bytes, why: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    with pytest.raises(TalksFileError) as caught:
        reader(file)
    assert str(caught.value).startswith(f"{file} {why}")


def test_a_file_of_the_first_discourse_network_analyzer_is_known(tmp_path: Path) -> None:
    file = tmp_path / "file.dna"
    file.write_bytes(b'<?xml version="1.0"?><discourse/>')
    with pytest.raises(TalksFileError, match="is of Discourse Network Analyzer 1: open it with version 2"):
        reader(file)


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"cars": 1, "roads": 2}, "it has cars, roads (a talks file begins with"),
        ({}, "it has no names"),
        ([1, 2, 3], "it is a list of 3 ("),
        ([{"colour": "red"}], "it is a list of 1 ("),
        (5, "it has no names"),
        ({"type": "FeatureCollection", "features": []}, "it is a map (GeoJSON)"),
    ],
)
def test_json_of_another_kind_is_told_what_it_has(tmp_path: Path, document: object, what: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps(document))
    with pytest.raises(TalksFileError) as caught:
        reader(file)
    assert f"is JSON of no format that is known: {what}" in str(caught.value)


def test_a_format_that_is_named_is_the_one(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text('{"events": []}')
    assert reader(file, "timelinejs").format == "TimelineJS"
    assert reader(file, "popolo").format == "Popolo"


def test_a_mapping_that_is_named_is_the_one(tmp_path: Path) -> None:
    file, mapping = tmp_path / "file.csv", tmp_path / "ours.toml"
    file.write_bytes(TABLE)
    mapping.write_text('format = 1\nname = "Ours"\n[events]\ntype = "CONSULT"\nstatus = "held"\ntitle = "{notes}"\n')
    assert "Ours" in reader(file, str(mapping)).format


@pytest.mark.parametrize("taken_for", ["nonsense", "", "CSV", "../presets/acled", "a\nb"])
def test_a_format_that_there_is_not_is_answered_with_those_there_are(tmp_path: Path, taken_for: str) -> None:
    with pytest.raises(UsageError) as caught:
        reader(tmp_path / "nowhere", taken_for)
    assert is_one_sentence(str(caught.value))
    assert all(name in str(caught.value) for name in (*FORMATS, "acled", "ucdp-ged"))


def test_a_mapping_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(TABLE)
    with pytest.raises((TalksFileError, UsageError), match=r"nowhere\.toml"):
        reader(file, str(tmp_path / "nowhere.toml"))
