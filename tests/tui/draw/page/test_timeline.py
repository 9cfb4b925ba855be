"""What happened, on a page."""

# ruff: noqa: ANN401 - what is said of an event is of any of its fields' types

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from db.related import Jump
from db.whole import Told
from tests import webpage
from tests.tui.draw.make import FEB_4, account, entry, section
from tests.tui.draw.page.notes import notes
from tui.draw.page.timeline import FEW, month, months


def told(title: str = "A meeting", day: int | None = FEB_4, planned: bool = False, **more: Any) -> Told:
    made = entry(title, key=(int(planned), -(10**12) if day is None else day, 0, 1), **more)
    roles, seats = (("attends", ("Alpha", "Beta")),), ((2, "Ann, for Alpha"),)
    return Told(made, roles, seats, (section(account(), account(locator="9")),), ())


def drawn(*events: Told) -> str:
    counts = Counter(month(one.entry.planned, one.entry.day) for one in events)
    return "".join(months(events, counts, notes(1)))


def test_an_event_says_what_when_where_who_how_it_stands_and_who_says_so() -> None:
    one = told(ends="2026-02-05", place="Town", state="single", summary="They met.", type="ROUND", status="ongoing")
    jumps = (Jump("part of", 1, "event", "A"), Jump("about", 2, "issue", "B"), Jump("part of", 3, "event", "C"))
    piece = drawn(Told(one.entry, one.roles, one.seats, one.sections, jumps))
    assert webpage.text_of(piece) == (
        "Feb 2026 1 event Wed 4 Feb 2026 ● A meeting (ongoing)"
        " round of talks · 4–5 Feb · Town · ¹ one source · The Post [1] ¶ 3, 9 They met. attends: Alpha, Beta"
        " Ann, for Alpha"
        " 2 accounts asserts that this happened · The Post [1] ¶ 3 asserts that this happened · The Post [1] ¶ 9"
        " about: B part of: A · C"
    )
    assert 'part of: </span><a href="#record-1">' in piece


def test_what_is_planned_stands_apart_and_what_has_no_date_last() -> None:
    piece = drawn(told(planned=True, status="planned"), told(), told(day=FEB_4 - 40), told(day=None, starts=""))
    heads = [webpage.text_of(head) for head in re.findall(r"<summary>.*?</summary>|<h4.*?</h4>", piece)]
    assert heads == [
        "To come: Feb 2026 1 event", "Wed 4 Feb 2026", "Feb 2026 1 event", "Wed 4 Feb 2026", "Dec 2025 1 event",
        "Fri 26 Dec 2025", "No date 1 event",
    ]  # fmt: skip


def test_rival_dates_stand_in_the_line_of_the_event() -> None:
    one = told(given=(("starts", ("2026-02-03", "2026-02-04")),), state="contested", contested_on=("starts",))
    assert "meeting · 3 or 4 Feb · ‡ contested: starts ·" in webpage.text_of(drawn(one))


def test_of_many_events_the_last_month_is_in_sight_and_what_is_to_come() -> None:
    few = [told(planned=True), *(told(day=FEB_4 - number) for number in range(FEW - 1))]
    assert drawn(*few).count('<details open class="month">') == len(re.findall('class="month"', drawn(*few)))
    many = drawn(*few, told(day=FEB_4 - FEW))
    opened = re.findall(r'<details( open)? class="month"><summary><h3>(.*?)</h3>', many)
    assert opened[:3] == [(" open", "To come: Feb 2026"), (" open", "Feb 2026"), ("", "Jan 2026")]
    assert {is_open for is_open, _ in opened[2:]} == {""}
