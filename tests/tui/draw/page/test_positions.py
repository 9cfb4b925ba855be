"""Where the sides stand, on a page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from db.history import Held, History
from db.positions import Matrix
from db.shift import Shift
from tests import webpage
from tests.tui.draw.make import account, cell, column, issue, matrix
from tests.tui.draw.page.notes import notes
from tui.draw.page.positions import BESIDE, stance, tables
from tui.draw.page.positions import issue as in_words

NOW = Held(50, ("2026-02-04",), None, None, None, 1, (), "If it holds.", "It agrees.", "single",
           Shift("softened", 2), (account(),))  # fmt: skip
BEFORE = replace(NOW, position=51, dates=("[..2026-01-02]",), stance=-1, condition="", shift=Shift("first"))


def rows(table: str) -> list[list[str]]:
    """The text of each cell of a table, row by row."""
    return [
        [webpage.text_of(inside) for _, inside in re.findall(r"<(t[hd])\b[^>]*>(.*?)</\1>", row)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)
    ]


def test_a_cell_has_a_word_beside_its_glyph_and_the_distance_stands_beside_the_sides() -> None:
    sides = (column("AL", "A"), column("BE", "B"), column("GM"))
    cells = cell(2), cell(-2, conditional=True, state="contested"), None
    head = issue("Head", None, None, None, heading=True)
    [table] = tables(Matrix(sides, (issue("Land", *cells, distance=4), head)), notes(50, 60))
    assert rows(table) == [
        ["Issue", "AL Party AL side A", "BE Party BE side B", "apart", "GM Party GM"],
        ["Land", "▲▲ demands", "▼▼ ° if rejects ‡ contested", "4 of 4 ████", "·none known"],
        ["Head"],
    ]
    assert '<td class="stance2"><a href="#record-50">' in table
    assert '<th scope="row" class="in0"><a href="#record-60">' in table
    assert '<tr id="record-60" class="heading"><th scope="row" colspan="5"' in table
    assert table.count('scope="col"') == 5


def test_without_sides_there_is_no_distance_and_what_isnt_known_is_said() -> None:
    [table] = tables(matrix(1, issue("Land", cell(None))), notes())
    assert rows(table) == [["Issue", "P0 Party P0"], ["Land", "· not known"]]
    sided = Matrix((column("AL", "A"),), (issue("Land", cell(0)),))
    assert rows("".join(tables(sided, notes())))[1] == ["Land", "◇ neutral", "–unknown"]


@pytest.mark.parametrize("parties", [0, 1, BESIDE, BESIDE + 1, 3 * BESIDE])
def test_every_party_is_in_one_of_the_tables_and_every_issue_in_all_of_them(parties: int) -> None:
    made = matrix(parties, issue("Land", *(cell(1) for _ in range(parties)), heading=False), issue("Head"))
    drawn = [rows(table) for table in tables(made, notes())]
    assert [head.split()[0] for table in drawn for head in table[0][1:]] == [f"P{n}" for n in range(parties)]
    assert all([row[0] for row in table] == ["Issue", "Land", "Head"] for table in drawn)
    assert all(len(table[0]) <= BESIDE + 1 for table in drawn)
    assert "".join(tables(made, notes())).count("id=") == 1, "a heading has its place in the first table"


def test_an_issue_in_words_says_what_each_holds_since_when_and_what_before() -> None:
    told = History("Alpha", "Land", "It is Alpha’s.", (BEFORE, NOW), 0, None, False)
    nobody = replace(told, party="Beta", held=())
    piece = in_words(issue("Land", cell(1)), "It is Alpha’s.", (account(),), (told, nobody), notes())
    assert webpage.text_of(piece) == (
        "Land Alpha ▲ accepts It is Alpha’s. 1 account asserts this · The Post [1] ¶ 3"
        " Alpha ▲ accepts It agrees. On condition: If it holds."
        " held from 4 Feb 2026 · softened by 2 · ¹ one source · The Post [1] ¶ 3"
        " 1 account asserts this position · The Post [1] ¶ 3 Before: held by 2 Jan 2026: ▼ opposes; It agrees."
    )
    assert re.findall(r'id="([^"]*)"', piece) == ["record-60", "record-50", "record-51"]


def test_every_stance_has_a_glyph_and_a_word_of_its_own() -> None:
    assert len({webpage.text_of(stance(value)) for value in (-2, -1, 0, 1, 2, None)}) == 6
