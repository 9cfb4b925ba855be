"""Tables as text: whatever stands between the cells, in whatever encoding, and with whatever is wrong in a row."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import TalksFileError
from db.reading.tables import read_table
from tests.db.helpers import is_one_sentence
from tests.db.reading.tables.helpers import EVENTS, drafts, faults, saved, table, units

HEADER = "id,title,date\n"
ROWS = "1,One,2024-01-01\n2,Two,2024-01-02\n"
TWO = [("log-1", "One", "2024-01-01"), ("log-2", "Two", "2024-01-02")]


def read(folder: Path, text: str | bytes, mapping: str = EVENTS) -> list[tuple[object, ...]]:
    return [(draft.slug, draft.values["title"], draft.values["starts"]) for draft in drafts(folder, text, mapping)]


@pytest.mark.parametrize(
    "data",
    [
        HEADER + ROWS,
        (HEADER + ROWS).replace(",", ";"),
        (HEADER + ROWS).replace(",", "\t"),
        (HEADER + ROWS).replace(",", "|"),
        (HEADER + ROWS).replace("\n", "\r\n"),
        (HEADER + ROWS).replace("\n", "\r"),
        codecs.BOM_UTF8 + (HEADER + ROWS).encode(),
        (HEADER + ROWS).encode("utf-16"),
        codecs.BOM_UTF16_BE + (HEADER + ROWS).encode("utf-16-be"),
        (HEADER + ROWS).encode("utf-32"),
        "\n\n" + HEADER + "\n" + ROWS + "\n,,\n  ,,\n",
        "sep=;\n" + (HEADER + ROWS).replace(",", ";"),
        '"id","title","date"\n"1","One","2024-01-01"\n"2","Two","2024-01-02"',
        'id,"title",date,,\n1,One,2024-01-01,,\n2,Two,2024-01-02\n',
        "ID, Title ,DATE\n" + ROWS,
    ],
)
def test_a_table_is_read_however_it_is_written(tmp_path: Path, data: str | bytes) -> None:
    assert read(tmp_path, data) == TWO


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "koi8-r"])
def test_an_encoding_that_is_none_of_unicodes_is_told_by_its_bytes_and_said(tmp_path: Path, encoding: str) -> None:
    title = "Émissaire reçu à Genève" if encoding == "cp1252" else "Переговоры возобновились в столице сегодня"
    reads = table(tmp_path, f"{HEADER}1,{title},2024-01-01\n".encode(encoding))
    assert [unit.drafts[0].values["title"] for unit in reads.units()] == [title]
    assert reads.notes == [
        f"Its encoding is taken for {encoding.replace('-', '_')}, by its bytes: a mapping can name another."
    ]


def test_a_mapping_says_how_a_table_is_written(tmp_path: Path) -> None:
    mapping = EVENTS + '[table]\ndelimiter = ":"\nquote = "\'"\nencoding = "cp1251"\nskip = 2\nempty = ["NA"]\n'
    text = "Our log\n\nid:title:date:note\n1:'Один: раз':2024-01-01:NA\n"
    (draft,) = drafts(tmp_path, text.encode("cp1251"), mapping)
    assert (draft.values["title"], draft.extra) == ("Один: раз", {})


def test_a_mapping_names_the_columns_of_a_table_without_a_header(tmp_path: Path) -> None:
    assert read(tmp_path, ROWS, EVENTS + '[table]\nheader = ["id", "title", "date"]\n') == TWO


def test_without_a_quote_a_quote_is_a_letter(tmp_path: Path) -> None:
    text = 'id\ttitle\tdate\n1\t"One\t2024-01-01\n'
    assert read(tmp_path, text, EVENTS + '[table]\nquote = ""\n') == [("log-1", '"One', "2024-01-01")]


def test_a_row_is_found_by_the_line_that_it_begins_in(tmp_path: Path) -> None:
    found = units(tmp_path, HEADER + '1,"One\n\nand more",2024-01-01\n\n2,Two,soon\n')
    assert [unit.where for unit in found] == ["line 2", "line 6"]
    assert found[1].problems == ["line 6, column date: “soon” is not a date."]


def test_what_a_formula_was_defused_with_is_taken_off_again(tmp_path: Path) -> None:
    text = HEADER + "1,'=1+1,2024-01-01\n2,''@x,2024-01-02\n3,'tis so,2024-01-03\n4,' +x,2024-01-04\n"
    assert [title for _, title, _ in read(tmp_path, text)] == ["=1+1", "'@x", "'tis so", "+x"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2,Two", "it has 2 cells, the header has 3"),
        ("2,Two,2024-01-02,more", "it has 4 cells, the header has 3"),
        ('2,"Two" too,2024-01-02', "something stands between the end of a quoted cell and the next one"),
        ("2,T\0wo,2024-01-02", "it has a zero byte"),
        ("2," + "x" * 10_000_000 + ",2024-01-02", "column title has more than 1,000,000 characters"),
    ],
)
def test_a_row_that_cant_be_read_is_named_and_the_next_one_goes_on(tmp_path: Path, row: str, why: str) -> None:
    found = units(tmp_path, f"{HEADER}1,One,2024-01-01\n{row}\n3,Three,2024-01-03\n")
    assert [len(unit.drafts) for unit in found] == [1, 0, 1]
    assert found[1].problems[0].startswith(f"line 3: {why}")
    assert is_one_sentence(found[1].problems[0])


def test_a_byte_that_is_no_text_names_its_line(tmp_path: Path) -> None:
    good = "".join(f"{number},Zürich,2024-01-01\n" for number in range(30)).encode()
    found = faults(tmp_path, HEADER.encode() + good + b"99,caf\xe9,2024-01-01\n")
    assert found == ["line 32: the byte 0xe9 is no utf-8 text."]


def test_a_quote_that_is_never_closed_is_named_where_its_row_begins(tmp_path: Path) -> None:
    found = faults(tmp_path, HEADER + '1,One,2024-01-01\n2,"Two,2024-01-02\n3,Three,2024-01-03\n')
    assert found == ["line 3: a quote that opens in it is never closed: the file may be cut short."]


def test_a_row_without_an_end_is_not_read_whole(tmp_path: Path) -> None:
    with pytest.raises(TalksFileError, match=r"line 2: a row of more than 16,777,216 characters begins here"):
        units(tmp_path, HEADER + '1,"' + ("x" * 99 + "\n") * 170_000)
    with pytest.raises(TalksFileError, match="line 1: a row of more than"):
        units(tmp_path, "x" * 17_000_000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty: a table begins with the names of its columns"),
        (b"i\0d,title,date\n", "is not text (it has zero bytes)"),
        (b'id,"title', "its header can't be read: a quote that opens in it is never closed"),
        (b"id,title,date,title\n", "columns 2, 4 of the header are all called “title”"),
        (b"id,,,\x85\n", "its first row names no columns"),
        (
            ("id,title,date\n1,Дом,2024\n".encode("utf-16"))[:-1],
            "after line 1 it is no utf-16 text: it may be cut short",
        ),
    ],
)
def test_a_file_that_is_no_table_is_told_so(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(TalksFileError) as raised:
        units(tmp_path, data)
    assert why in str(raised.value)
    assert is_one_sentence(str(raised.value))


def test_a_header_alone_is_a_table_of_nothing(tmp_path: Path) -> None:
    assert units(tmp_path, HEADER) == []


def test_a_column_without_a_name_is_called_by_its_place_and_said_to_be(tmp_path: Path) -> None:
    reads = table(tmp_path, ",id,title,date\n7,1,One,2024-01-01\n")
    assert [unit.drafts[0].extra for unit in reads.units()] == [{"column 1": "7"}]
    assert reads.notes == ["The header has no name for column 1: it is called “column 1”."]


def test_rows_that_say_the_same_are_one(tmp_path: Path) -> None:
    reads = table(tmp_path, HEADER + ROWS + ROWS)
    assert len([*reads.units()]) == 2
    assert reads.notes == ["2 rows say the same as an earlier one: each is counted once."]


def test_the_share_of_what_is_read_grows_to_all_of_it(tmp_path: Path) -> None:
    reads = table(tmp_path, HEADER + "".join(f"{number},Title,2024-01-01\n" for number in range(5000)))
    shares = [reads.share() for _ in reads.units()]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert shares[-1] == reads.share() == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_bad_rows_are_written_again_as_they_were(tmp_path: Path, encoding: str) -> None:
    head = "Наш журнал\r\nid;title;date;note\r\n"
    bad = "2;Два;скоро;'=x\r\n3;Три\r\n"
    mapping = EVENTS + "[table]\nskip = 1\n"
    path = saved(tmp_path, (head + "1;Один;2024-01-01;\r\n" + bad).encode(encoding))
    reads = read_table(path, str(saved(tmp_path, mapping, "m.toml")))
    reads.rest([unit.raw for unit in reads.units() if unit.problems], tmp_path / "rest.csv")
    assert (tmp_path / "rest.csv").read_bytes() == (head + bad).encode(encoding)


def test_what_is_no_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(TalksFileError, match="is a directory: name a file in it"):
        read_table(tmp_path)
    with pytest.raises(TalksFileError, match="can't be read: no such file or directory"):
        read_table(tmp_path / "none.csv")


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_a_table_or_no_table(tmp_path_factory: pytest.TempPathFactory, data: bytes, headed: bool) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    try:
        found = units(folder, (HEADER.encode() if headed else b"") + data)
    except TalksFileError as error:
        assert is_one_sentence(str(error))
    else:
        assert all(unit.drafts or unit.problems for unit in found)
        assert all(is_one_sentence(problem) for unit in found for problem in unit.problems)


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=5))
def test_any_cells_are_records_or_faults(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    try:
        found = units(tmp_path_factory.mktemp("cells"), (HEADER + quoted).encode(errors="surrogatepass"))
    except TalksFileError as error:
        assert is_one_sentence(str(error))
    else:
        assert all(unit.drafts or unit.problems for unit in found)
