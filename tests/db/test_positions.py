"""What each side holds on each issue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.overview import overview
from db.positions import Matrix, matrix
from db.scope import Scope
from tests.db.helpers import reading, writing

Talks = Callable[[str], Path]

SIDES = """
[[process_parties]]
party = "beta"
role = "negotiator"
side = "B"
sort = 2
[[process_parties]]
party = "alpha"
role = "negotiator"
side = "A"
sort = 1
[[process_parties]]
party = "gamma"
role = "outside"
sort = 3
"""


def position(party: str, stance: int | None, date: str = "2026-02-04", more: str = "") -> str:
    given = f"stance = {stance}\n" if stance is not None else ""
    return f'[[positions]]\nparty = "{party}"\nissue = "land"\ndate = "{date}"\nsummary = "On {date}"\n{given}{more}\n'


def issue(slug: str, parent: str = "", more: str = "") -> str:
    above = f'parent = "{parent}"\n' if parent else ""
    return f'[issues.{slug}]\nname = "{slug.title()}"\n{above}{more}\n'


def read(path: Path, scope: Scope | None = None) -> Matrix:
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        return matrix(conn, process.id, scope or Scope())


def stances(found: Matrix) -> dict[str, int | None]:
    [row] = [row for row in found.issues if row.name == "Land"]
    return {
        column.short: cell.stance for column, cell in zip(found.columns, row.cells, strict=True) if cell is not None
    }


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2026-01-30", "2026-02-04"),
        ("[..2026-02-01]", "[2026-02-03..2026-02-04]"),
        ("[..2026-02-03]", "2026-02-04"),
        ("2026-01", "2026-02"),
        ("2026-02-04T09:00Z", "2026-02-04T10:00Z"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "later first"])
def test_the_newest_position_counts_in_whatever_order_they_were_written(
    talks: Talks, first: str, then: str, turned: bool
) -> None:
    texts = [position("alpha", -1, first), position("alpha", 2, then)]
    assert stances(read(talks(SIDES + "".join(texts[::-1] if turned else texts)))) == {"AL": 2}


def test_distance_is_between_the_two_sides_only(talks: Talks) -> None:
    found = read(talks(SIDES + position("alpha", 2) + position("beta", -1) + position("gamma", -2)))
    assert [row.distance for row in found.issues] == [3]
    assert [(column.short, column.side) for column in found.columns] == [("AL", "A"), ("BE", "B"), ("GM", "")]


def test_distance_is_unknown_where_a_side_has_no_known_stance(talks: Talks) -> None:
    found = read(talks(SIDES + position("alpha", 2) + position("beta", None)))
    assert [row.distance for row in found.issues] == [None]
    assert stances(found) == {"AL": 2, "BE": None}


def test_negotiators_have_a_column_even_when_silent_and_others_only_with_a_position(talks: Talks) -> None:
    assert [column.short for column in read(talks(SIDES)).columns] == ["AL", "BE"]


def test_a_party_without_a_part_in_the_process_has_the_last_column(talks: Talks) -> None:
    path = talks(SIDES.replace('party = "alpha"', 'party = "gamma"', 1).rsplit("[[", 1)[0] + position("alpha", 1))
    assert [column.short for column in read(path).columns] == ["GM", "BE", "AL"]


def test_a_condition_is_a_mark_of_its_own(talks: Talks) -> None:
    found = read(talks(SIDES + position("alpha", 1, more='condition = "If asked"') + position("beta", 1)))
    assert [cell.conditional for cell in found.issues[0].cells if cell] == [True, False]
    assert found.issues[0].distance == 0


def tree(found: Matrix) -> list[tuple[str, int, bool]]:
    return [(row.name, row.depth, row.branch) for row in found.issues]


def test_issues_are_a_tree_in_their_own_order(talks: Talks) -> None:
    path = talks(
        issue("last", more="sort = 9")
        + issue("inner", "top", "sort = 2")
        + issue("first", "top", "sort = 1")
        + issue("deep", "first")
        + issue("top", more="sort = 1")
    )
    assert tree(read(path)) == [
        ("Land", 0, False), ("Top", 0, True), ("First", 1, True), ("Deep", 2, False), ("Inner", 1, False),
        ("Last", 0, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "loop",
    [
        issue("one", "one"),
        issue("one", "two") + issue("two", "one"),
        issue("one", "three") + issue("two", "one") + issue("three", "two") + issue("four", "two"),
    ],
)
def test_issues_whose_parents_form_a_loop_are_shown_once(talks: Talks, loop: str) -> None:
    names = [row.name for row in read(talks(loop)).issues]
    assert sorted(names) == sorted(["Land", *(line[8:-1].title() for line in loop.splitlines() if "[issues" in line)])


def test_an_issue_whose_parent_is_in_another_process_stands_at_the_top(talks: Talks) -> None:
    path = talks('[processes.other]\nname = "O"\n' + issue("far", more='process = "other"') + issue("near", "far"))
    assert ("Near", 0, False) in tree(read(path))


def test_a_tree_as_deep_as_it_is_long_is_read(talks: Talks) -> None:
    path = talks("".join(issue(f"i{number}", f"i{number - 1}" if number else "") for number in range(1500)))
    assert max(row.depth for row in read(path).issues) == 1499


def test_contested_only_keeps_issues_in_dispute_and_the_headings_above(talks: Talks) -> None:
    rival = 'claims = [{source="post", property="stance", value="1"}, {source="gazette", property="stance", value="2"}]'
    on = position("alpha", 1, more=rival)
    path = talks(
        issue("calm")
        + issue("calm-inner", "calm")
        + issue("top")
        + issue("before", "top", "sort = 1")
        + issue("hot", "top", 'sort = 2\nproposition = "P"')
        + issue("hot-inner", "hot")
        + on.replace('"land"', '"hot"')
    )
    assert [row.name for row in read(path, Scope(contested_only=True)).issues] == ["Top", "Hot"]
    assert read(path, Scope(contested_only=True)).columns == read(path).columns


def test_a_position_of_a_foreign_store_without_bounds_is_the_oldest(talks: Talks) -> None:
    path = talks(SIDES + position("alpha", 1, "2026-01-01") + position("alpha", -1, "2026-02-01"))
    with writing(path) as conn:
        conn.execute("UPDATE positions SET earliest = NULL, latest = NULL, day = NULL WHERE stance = -1")
    assert stances(read(path)) == {"AL": 1}


def test_the_matrix_of_the_bundled_talks(masters: tuple[Path, Path]) -> None:
    found = read(masters[0])
    assert [column.short for column in found.columns][:3] == ["RU", "UA", "US"]
    rows = {row.name: row for row in found.issues}
    assert rows["Withdrawal from Donbas"].distance == 4
    assert rows["Western troops after a deal"].distance is None
    assert rows["Territory"].heading
    assert rows["Territory"].branch
    energy = rows["Energy truce"].cells
    assert [cell.stance if cell else None for cell in energy[:3]] == [None, 1, 2]
