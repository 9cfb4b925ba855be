"""The history of one party on one issue."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from db.dates import day_number
from db.history import History, cell, history
from db.overview import overview
from db.positions import matrix
from db.scope import Scope, Subject
from db.shift import Shift
from tests.db.helpers import reading, record, writing
from tests.db.test_positions import position

Talks = Callable[[str], Path]

FEB_1 = day_number(2026, 2, 1)


def said(*claims: str, condition: str = "") -> str:
    given = f'condition = "{condition}"\n' if condition else ""
    return f"{given}claims = [{', '.join(claims)}]"


POST = '{source="post", locator="4", speaker="ann", on_behalf_of="alpha", hedge="reportedly"}'
MOVES = (
    position("alpha", 2, "2026-01-10", said(POST))
    + position("alpha", 1, "2026-01-20", said(POST, condition="If asked"))
    + position("alpha", None, "2026-01", "")
    + position("alpha", -1, "2026-02-05", said('{source="gazette"}'))
    + position("beta", -2, "2026-01-15")
)  # fmt: skip
EVENT = '[events.late]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "Late"\nstarts = "2026-02-20"\n'


def read(path: Path, scope: Scope | None = None, party: str = "alpha", issue: str = "land") -> History:
    with reading(path) as conn:
        found = history(conn, record(path, "issue", issue), record(path, "party", party), scope or Scope())
    assert found is not None
    return found


def stances(found: History) -> list[int | None]:
    return [one.stance for one in found.held]


def test_it_tells_every_position_oldest_first_and_how_each_differs_from_the_last_that_is_known(talks: Talks) -> None:
    found = read(talks(MOVES + EVENT))
    assert (found.party, found.issue, found.proposition) == ("Alpha", "Land", "Alpha keeps the land.")
    assert [(one.dates, one.stance, one.shift) for one in found.held] == [
        (("2026-01-10",), 2, Shift("first")),
        (("2026-01-20",), 1, Shift("softened", -1, "added")),
        (("2026-01",), None, Shift("")),
        (("2026-02-05",), -1, Shift("turned", -2, "dropped")),
    ]
    assert found.held[1].condition == "If asked"
    assert found.held[1].summary == "On 2026-01-20"
    assert (found.later, found.until, found.as_of) == (0, day_number(2026, 2, 20), False)


def test_each_position_has_its_accounts_with_all_through_whom_they_came(talks: Talks) -> None:
    [account] = read(talks(MOVES)).held[0].accounts
    assert (account.publisher, account.locator, account.speaker, account.behalf) == ("The Post", "4", "Ann", "Alpha")
    assert account.hedge == "reportedly"


def test_an_uncertain_date_has_the_days_between_which_it_lies(talks: Talks) -> None:
    dates = ("[..2026-01-10]", "2026-01", "[2026-01-30..2026-02-02]", "[2026-02-03..]")
    found = read(talks("".join(position("alpha", 1, date) for date in dates)))
    jan, feb = day_number(2026, 1, 1), day_number(2026, 2, 1)
    assert [(one.first, one.last) for one in found.held] == [
        (None, jan + 9), (jan, jan + 30), (jan + 29, feb + 1), (feb + 2, None),
    ]  # fmt: skip
    assert [one.day for one in found.held] == [jan + 9, jan, jan + 29, feb + 2]


def test_what_is_held_only_later_is_left_out_and_counted(talks: Talks) -> None:
    path = talks(MOVES + EVENT)
    found = read(path, Scope(as_of=FEB_1))
    assert stances(found) == [2, 1, None]
    assert (found.later, found.until, found.as_of) == (1, FEB_1, True)
    assert stances(read(path, Scope(as_of=day_number(2026, 1, 10)))) == [2, None]
    assert stances(read(path, Scope(as_of=day_number(1900, 1, 1)))) == []
    assert stances(read(path, Scope(as_of=day_number(9999, 1, 1)))) == [2, 1, None, -1]


def test_a_cell_without_positions_still_says_whose_it_is(talks: Talks) -> None:
    found = read(talks(MOVES), party="gamma")
    assert (found.party, found.issue, found.held) == ("Gamma", "Land", ())


def test_rival_stances_and_dates_are_all_there(talks: Talks) -> None:
    claims = (
        '{source="post", property="stance", value="1"}, {source="gazette", property="stance", value="-2"},'
        ' {source="gazette", property="stance", value="2", rank="deprecated", rank_reason="a slip"},'
        ' {source="post", property="date", value="2026-01-02"}, {source="gazette", property="date", value="2026-01-05"}'
    )
    [one] = read(talks(position("alpha", 1, "2026-01-02", said(claims)))).held
    assert (one.stance, one.rivals, one.dates) == (1, (-2,), ("2026-01-02", "2026-01-05"))
    assert one.state == "contested"


def test_on_one_voices_word_stances_are_as_it_gives_them_and_silence_changes_nothing(talks: Talks) -> None:
    post = '{source="post", property="stance", value="2"}, {source="gazette", property="stance", value="-1"}'
    path = talks(
        position("alpha", 2, "2026-01-10", said(post))
        + position("alpha", 1, "2026-01-20", said('{source="post"}'))
        + position("alpha", -2, "2026-01-30", said('{source="gazette"}'))
    )
    found = read(path, Scope(word="source:gazette"))
    assert (found.held[0].stance, found.held[0].state) == (-1, "opposed")
    assert [one.state for one in found.held][1:] == ["silent", "single"]
    assert [one.shift for one in found.held] == [Shift("first"), Shift(""), Shift("hardened", -1)]
    hidden = read(path, Scope(word="source:gazette", hide_silent=True))
    assert stances(hidden) == [-1, -2]


def test_a_position_of_another_negotiation_is_not_told_here(talks: Talks) -> None:
    far = '[processes.other]\nname = "O"\n' + position("alpha", 1, "2026-01-02", 'process = "other"')
    assert stances(read(talks(far + position("alpha", 2, "2026-01-03")))) == [2]


def test_a_position_of_a_foreign_store_without_bounds_is_the_oldest(talks: Talks) -> None:
    path = talks(position("alpha", 1, "2026-01-01") + position("alpha", -1, "2026-02-01"))
    with writing(path) as conn:
        conn.execute("UPDATE positions SET earliest = NULL, latest = NULL, day = NULL WHERE stance = -1")
    assert stances(read(path)) == [-1, 1]
    assert stances(read(path, Scope(as_of=0))) == [-1]


def test_what_the_detail_is_of_may_be_a_cell(talks: Talks) -> None:
    path = talks(MOVES)
    issue, party = record(path, "issue", "land"), record(path, "party", "alpha")
    with reading(path) as conn:
        (held,) = conn.execute("SELECT min(id) FROM positions WHERE party = ?", (party,)).fetchone()
        assert cell(conn, Subject(held)) == (issue, party)
        assert cell(conn, Subject(issue, party)) == (issue, party)
        assert cell(conn, Subject(issue)) is None
        assert cell(conn, Subject(10**9)) is None
        assert history(conn, 10**9, party, Scope()) is None


def test_it_is_found_by_the_index_of_cells_alone(talks: Talks) -> None:
    path = talks(MOVES)
    asked: list[str] = []
    with reading(path) as conn:
        conn.set_trace_callback(asked.append)
        history(conn, record(path, "issue", "land"), record(path, "party", "alpha"), Scope(word="party:alpha"))
        conn.set_trace_callback(None)
        steps = [step for sql in asked for (*_, step) in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("positions_cell" in step for step in steps)
    assert not [step for step in steps if re.match(r"SCAN (positions|records|claims|events|timeline)\b", step)]


def test_every_cell_of_the_bundled_talks_has_a_history_that_ends_with_what_the_matrix_shows(
    bundled_conn: sqlite3.Connection,
) -> None:
    process = overview(bundled_conn, Scope()).process
    assert process is not None
    found = matrix(bundled_conn, process.id, Scope())
    cells = [
        (issue.id, column.party, held)
        for issue in found.issues
        for column, held in zip(found.columns, issue.cells, strict=False)
        if held
    ]
    assert cells
    for issue, party, held in cells:
        told = history(bundled_conn, issue, party, Scope())
        assert told is not None
        assert told.held[-1].position == held.position
        assert told.held[-1].accounts
