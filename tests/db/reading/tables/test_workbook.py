"""Workbooks: what cells say, which sheet is read, and files that are none, or too much."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from db.errors import TalksFileError
from db.reading.tables import Table, read_table
from db.reading.tables.workbook import LARGEST_PART
from tests.db.helpers import is_one_sentence
from tests.db.reading.tables.helpers import EVENTS, book, saved

HEADER = ["id", "title", "date", "note"]
ROW = [1, "One", datetime(2024, 1, 1), None]


def read(path: Path, mapping: str = EVENTS) -> Table:
    return read_table(path, str(saved(path.parent, mapping, "m.toml")))


def rows(path: Path, mapping: str = EVENTS) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for unit in read(path, mapping).units():
        if unit.problems:
            found.append((unit.where, *unit.problems))
        else:
            (draft,) = unit.drafts
            found.append((unit.where, draft.slug, *draft.values.values(), draft.extra))
    return found


def test_cells_say_what_they_show(tmp_path: Path) -> None:
    cells = [7.0, 0.5, True, date(2024, 1, 2), datetime(2024, 1, 2, 10, 30), time(9, 5), timedelta(minutes=90), " x "]
    names = [f"n{number}" for number in range(len(cells))]
    path = book(tmp_path / "t.xlsx", [[*HEADER[:3], *names], [*ROW[:3], *cells]])
    (unit,) = read(path).units()
    (draft,) = unit.drafts
    assert (draft.slug, draft.values["starts"]) == ("log-1", "2024-01-01")
    assert [*draft.extra.values()] == [
        "7",
        "0.5",
        "true",
        "2024-01-02",
        "2024-01-02 10:30:00",
        "09:05:00",
        "PT90M",
        "x",
    ]


def test_titles_above_empty_rows_and_merged_cells_are_passed_over(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["Our log"], [], HEADER, ROW, [], [None, " "], ["2", "Two", "soon"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    made.save(tmp_path / "t.xlsx")
    assert rows(tmp_path / "t.xlsx") == [
        ("row 4", "log-1", "STATEMENT", "held", "One", "2024-01-01", {}),
        ("row 7", "row 7, column date: “soon” is not a date."),
    ]


def test_the_first_sheet_that_is_shown_is_read_or_the_one_that_a_mapping_names(tmp_path: Path) -> None:
    made = Workbook()
    hidden = made.active
    assert hidden is not None
    hidden.sheet_state = "hidden"
    made.create_sheet("About").append(["Our log of events, kept since 2024."])
    for title in ("Events", "More"):
        sheet = made.create_sheet(title)
        sheet.append(HEADER)
        sheet.append([title, "One", "2024-01-01"])
    made.save(tmp_path / "t.xlsx")
    reads = read(tmp_path / "t.xlsx")
    assert [unit.drafts[0].slug for unit in reads.units()] == ["log-events"]
    assert reads.notes == ["It has 3 sheets: “Events” is read; a mapping can name another."]
    reads = read(tmp_path / "t.xlsx", EVENTS + '[table]\nsheet = "more"\n')
    assert [unit.drafts[0].slug for unit in reads.units()] == ["log-more"]
    with pytest.raises(TalksFileError, match="has no sheet “Other”: it has “Sheet”, “About”, “Events”, “More”"):
        read(tmp_path / "t.xlsx", EVENTS + '[table]\nsheet = "Other"\n')


def test_what_a_formula_came_to_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [HEADER, [1, "=A2", "2024-01-01"]])
    text = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(text, "w") as new:
        for part in old.infolist():
            data = (
                old.read(part)
                .replace(b"<f>A2</f><v />", b"<f>A2</f><v>5</v>")
                .replace(b"<f>A2</f><v/>", b"<f>A2</f><v>5</v>")
            )
            new.writestr(part.filename, data)
    path.write_bytes(text.getvalue())
    assert rows(path) == [("row 2", "log-1", "STATEMENT", "held", "5", "2024-01-01", {})]


def test_what_stands_beside_the_table_is_a_fault(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [HEADER, [*ROW, None, "x"], [2, "T" * 30_000, "2024-01-01"]])
    assert rows(path)[0] == ("row 2", "row 2: something stands beside the table, in column 6.")


def test_bad_rows_are_written_again_as_they_were(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Log"
    for row in (["About"], HEADER, ROW, [2, "Two", "soon", 7.5], [3, "Three", "", datetime(2024, 1, 2)]):
        sheet.append(row)
    cell = sheet.cell(4, 2, "=1+1")
    cell.data_type = "s"
    made.save(tmp_path / "t.xlsx")
    mapping = EVENTS + "[table]\nskip = 1\n"
    reads = read(tmp_path / "t.xlsx", mapping)
    reads.rest([None, *(unit.raw for unit in reads.units() if unit.problems)], tmp_path / "rest.xlsx")
    again = load_workbook(tmp_path / "rest.xlsx").active
    assert again is not None
    assert (again.title, [*again.values]) == (
        "Log",
        [("About", None, None, None), (*HEADER,), (2, "=1+1", "soon", 7.5)],
    )
    assert again.cell(3, 2).data_type == "s"
    assert rows(tmp_path / "rest.xlsx", mapping) == [("row 3", "row 3, column date: “soon” is not a date.")]


def archive(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "is an old Word or Excel file: save it as XLSX or CSV"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "is locked with a password: save it without one",
        ),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "is an OpenDocument file"),
        (archive({"word/document.xml": b"<x/>"}), "is a ZIP file, not a workbook"),
        (archive({"xl/workbook.xml": b"<x/>"}), "is no workbook that can be read"),
        (archive({"xl/workbook.xml": b"<x/>"})[:-8], "is no workbook that can be read"),
        (b"PK\x03\x04", "is no workbook that can be read"),
        (archive({f"xl/{number}": b"" for number in range(10_001)}), "would unpack to more than can be read"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_so(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(TalksFileError) as raised:
        read(saved(tmp_path, data, "t.xlsx"))
    assert why in str(raised.value)
    assert is_one_sentence(str(raised.value))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [HEADER, ROW])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
        bomb.open("xl/big.xml", "w") as part,
    ):
        for _ in range(LARGEST_PART // 2**20 + 1):
            part.write(bytes(2**20))
    assert path.stat().st_size < LARGEST_PART / 50
    with pytest.raises(TalksFileError, match="would unpack to more than can be read"):
        read(path)


def changed(path: Path, part: str, before: bytes, after: bytes) -> Path:
    """Change what stands in a part of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert before in parts[part]
    parts[part] = parts[part].replace(before, after)
    return saved(path.parent, archive(parts), path.name)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (b'<row r="3"', b'<row r="9999999999"', "the sheet is larger than any that Excel has"),
        (b'"B3"', b'"ZZZZ3"', "is no workbook that can be read"),
        (b'"D3"', b'"ZZZ3"', "the sheet is larger than any"),
        (b"</sheetData>", b"", "is no workbook that can be read"),
        (b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'x'>]><worksheet", ""),
        (b'<dimension ref="A1:D3"', b'<dimension ref="A1:XFD1048576"', ""),
    ],
)
def test_a_sheet_that_is_not_as_it_says_is_read_as_far_as_it_can_be(
    tmp_path: Path, before: bytes, after: bytes, why: str
) -> None:
    path = book(tmp_path / "t.xlsx", [HEADER, ROW, [2, "Two", "2024-01-02", "x"]])
    changed(path, "xl/worksheets/sheet1.xml", before, after)
    try:
        found = rows(path)
    except TalksFileError as error:
        assert why, error
        assert why in str(error)
        assert is_one_sentence(str(error))
    else:
        assert not why
        assert len(found) == 2


def test_an_empty_workbook_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(TalksFileError, match="is empty: a table begins with the names of its columns"):
        read(book(tmp_path / "t.xlsx", []))


def test_the_share_of_what_is_read_stays_between_nothing_and_all(tmp_path: Path) -> None:
    reads = read(book(tmp_path / "t.xlsx", [HEADER, *([number, "x", "2024-01-01"] for number in range(2000))]))
    shares = [reads.share() for _ in reads.units()]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares)
    assert reads.share() == 1


@cache
def whole_book() -> bytes:
    """The bytes of a workbook: the same for each example, though the time stands in it."""
    written = io.BytesIO()
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEADER, ROW, ["2", "Two", "2024-01-02"]):
        sheet.append(row)
    made.save(written)
    return written.getvalue()


@settings(max_examples=50)
@given(st.data())
def test_a_workbook_that_came_to_harm_is_read_or_told_to_be_none(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("harm")
    whole = whole_book()
    at = data.draw(st.integers(0, len(whole) - 1))
    harmed = data.draw(
        st.sampled_from([whole[:at], whole[:at] + data.draw(st.binary(min_size=1, max_size=9)) + whole[at + 9 :]])
    )
    try:
        found = [*read(saved(folder, b"PK\x03\x04" + harmed[4:], "t.xlsx")).units()]
    except TalksFileError as error:
        assert is_one_sentence(str(error))
    else:
        assert all(unit.drafts or unit.problems for unit in found)


@settings(max_examples=50)
@given(
    st.lists(
        st.lists(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("aé=\t '", max_size=5)
                 | st.datetimes(datetime(1910, 1, 1), datetime(2100, 1, 1)), max_size=5),
        max_size=4,
    )
)  # fmt: skip
def test_any_cells_are_records_or_faults(tmp_path_factory: pytest.TempPathFactory, cells: list[list[object]]) -> None:
    try:
        path = book(tmp_path_factory.mktemp("cells") / "t.xlsx", [HEADER, *cells])
    except (ValueError, OverflowError):
        return  # openpyxl can't write it
    assert all(unit.drafts or unit.problems for unit in read(path).units())
