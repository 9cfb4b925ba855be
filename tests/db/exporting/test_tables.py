"""CSV: a file for each table, which a spreadsheet reads and doesn't run."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db.board import snapshot
from db.exporting.selection import select
from db.exporting.tables import tables, zipped
from db.importing import How, import_file
from db.scope import Scope
from db.shapes import SHAPES
from db.text import UNSAFE
from tests.db.exporting.test_selection import TWO
from tests.db.helpers import ask, reading
from tests.traps import trap


def written(store: Path, folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of each table by column, as another program reads them."""
    with reading(store) as conn, snapshot(conn):
        tables(select(conn, Scope()), folder)
    return {path.stem: rows(path.read_bytes()) for path in folder.iterdir()}


def rows(data: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)]


def test_every_table_has_a_file_with_all_of_its_rows(talks: Callable[[str], Path], tmp_path: Path) -> None:
    path = talks(TWO)
    found = written(path, tmp_path / "tables")
    for table in (*(shape.table for shape in SHAPES), "claims", "names", "links"):
        [(count,)] = ask(path, f"SELECT count(*) FROM {table}")
        assert len(found[table]) == count, table
    assert found.keys() == {*(shape.table for shape in SHAPES), "claims", "names", "links"}


def test_a_row_has_the_fields_of_a_talks_file_and_what_it_stands_in(
    talks: Callable[[str], Path], tmp_path: Path
) -> None:
    found = written(talks(TWO), tmp_path / "tables")
    assert found["events"][0] == {
        "slug": "round", "process": "talks", "type": "ROUND", "status": "held", "title": "Round", "summary": "",
        "place": "town", "number": "", "format": "", "starts": "2026-02-01", "ends": "", "duration": "", "extra": "",
    }  # fmt: skip
    seat = found["delegates"][0]
    assert (seat["event"], seat["party"], seat["person"], seat["slug"]) == (
        "round", "alpha", "ann", "round/alpha/ann",
    )  # fmt: skip
    claim = found["claims"][-1]
    assert (claim["record"], claim["source"], claim["modality"], claim["inferred"], claim["rank"]) == (
        "event:talk", "third", "asserts", "false", "normal",
    )  # fmt: skip
    assert {tuple(link.values()) for link in found["links"]} == {
        ("event:round", "about", "issue:wells"), ("event:round", "because_of", "event:quarrel"),
        ("event:talk", "also_in", "process:other"),
    }  # fmt: skip


def test_a_table_without_rows_says_its_columns(empty_store: Path, tmp_path: Path) -> None:
    assert written(empty_store, tmp_path / "tables")["names"] == []
    assert (tmp_path / "tables" / "names.csv").read_bytes() == (
        b"\xef\xbb\xbfrecord,text,language,source,preferred\r\n"
    )


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "  =1", "＝1+1", "＋1", "－1", "＠x", "'=1", "''@x", "-0044-03-15")
PLAIN = ("1=1", "a=b", "'quoted'", "-2", "+1.5", "2026-02-04", "“=”", "—dash")


@pytest.mark.parametrize("text", [*FORMULAS, *PLAIN])
def test_what_a_spreadsheet_would_run_is_defused_and_can_be_had_back(
    talks: Callable[[str], Path], tmp_path: Path, text: str
) -> None:
    path = talks(f'[events.x]\ntype = "CONSULT"\nstatus = "held"\ntitle = "{text}"\n')
    title = written(path, tmp_path / "tables")["events"][0]["title"]
    stored = text.strip()  # as all text is
    assert title == (f"'{stored}" if text in FORMULAS else stored)


def test_what_a_foreign_store_holds_is_replaced_and_its_lines_stay(store_path: Path, tmp_path: Path) -> None:
    trap(store_path)
    found = written(store_path, tmp_path / "tables")
    assert len(found["events"]) == 50
    for table in found.values():
        for row in table:
            for cell in row.values():
                assert not UNSAFE.search(cell.replace("\n", ""))


def test_an_archive_has_the_same_files_and_is_the_same_each_time(talks: Callable[[str], Path], tmp_path: Path) -> None:
    path = talks(TWO)
    found = written(path, tmp_path / "tables")
    for name in ("a.zip", "b.zip"):
        with reading(path) as conn, snapshot(conn):
            zipped(select(conn, Scope()), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert {Path(name).stem: rows(archive.read(name)) for name in archive.namelist()} == found
    assert {one.name for one in tmp_path.iterdir() if one.name.startswith(("a.", "b."))} == {"a.zip", "b.zip"}


def test_our_own_importer_reads_the_events_and_takes_the_marks_off_again(
    talks: Callable[[str], Path], masters: tuple[Path, Path], tmp_path: Path
) -> None:
    texts = [text.strip() for text in (*FORMULAS, *PLAIN)]
    path = talks(
        "".join(
            f'[events.e{number:02}]\ntype = "CONSULT"\nstatus = "held"\ntitle = "{text}"\nstarts = "2026-02-04"\n'
            for number, text in enumerate(texts)
        )
    )
    written(path, tmp_path / "tables")
    again = Path(shutil.copy(masters[1], tmp_path / "again.db"))
    for table in ("processes", "places", "events"):
        import_file(again, tmp_path / "tables" / f"{table}.csv", How(source="Me"))
    fields = "SELECT slug, title, type, status, starts, day FROM events JOIN records USING (id) ORDER BY slug"
    assert ask(again, fields) == ask(path, fields)
