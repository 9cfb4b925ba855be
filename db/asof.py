"""As of a day: the one home of the rule.

What is shown as of a day is what had happened or been announced by then.

* **A thing counts from the day that it is listed under**: the first day that its date can mean, or the last if the
  date is open at the start ("by 4 February"). What has no date at all always counts. Nothing is hidden for having been
  published later.
* **An event is known** from its own day, or from an earlier one on which it was announced: the value of an `announced`
  claim, or the day on which somebody spoke of its status, dates or format. A plan of which neither is recorded is known
  by the last day on which the first source that tells of it can have appeared.
* **Its status, dates and format** are replayed from the claims that say when they were said (`said_on`): of those said
  by the day the newest counts, whoever's it is. Before the event's own day, what was only said later isn't known yet,
  and it is planned; from then on the row says it, unless it says what was the word only later. One of several days is
  ongoing until the last of them. An end that nobody dated belongs to the start that the row has, and is left out
  beside another. Once all that is dated has been said, the row says it.
* **What is made of it** (a party's part, a seat) counts from the event's own day, or from when somebody spoke of it.
* **A position** counts from its own day until a newer one; **an office** from `since` to the end of `until`.
* **A claim** counts from the day that it was said; one of no day always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from db.contested import Said, State, weigh
from db.dates import DAY, DateError, bounds, civil, iso, iso_day, span
from db.values import dataclass

UNDATED: Final = -(10**12)
"""The day, counted from 1970, under which things without any date are listed: before all others."""

REPLAYED: Final = ("status", "starts", "ends", "format")
"""The properties of an event that are replayed."""

_OPEN: Final = 10**12
"""The day after all others."""

_POSITION_DAY: Final = """coalesce(
    CASE WHEN positions.day GLOB '[0-9]*' THEN positions.day <= :as_of_day ELSE positions.earliest <= :as_of_second END,
    1)"""


def position_held(as_of: int | None) -> str:
    """Return the condition that a row of `positions` counts; its parameters are those of `values`."""
    return "1" if as_of is None else _POSITION_DAY


_COUNTS: Final = f"""(
    coalesce((SELECT min(known) <= :as_of FROM timeline AS its WHERE its.event = {{0}}), 1)
    AND coalesce((SELECT min(known) <= :as_of FROM delegates AS its CROSS JOIN timeline USING (event)
        WHERE its.id = {{0}}), 1)
    AND coalesce((SELECT min(known) <= :as_of FROM event_parties AS its CROSS JOIN timeline USING (event)
        WHERE its.id = {{0}}), 1)
    AND coalesce((SELECT {_POSITION_DAY} FROM (SELECT * FROM positions AS its WHERE its.id = {{0}}) AS positions),
        1))"""  # noqa: S608  (pieces of this module)


def counts(record: str) -> str:
    """Return the condition that a record of any kind counts; its parameters are those of `values`.

    Args:
        record: What the record's id is called in the query; "{0}" leaves the place open.
    """
    return _COUNTS.format(record)


def values(as_of: int | None) -> dict[str, str | int]:
    """Return the parameters that conditions of this rule have: the day as it is stored, and its last second."""
    if as_of is None:
        return {"as_of": _OPEN, "as_of_day": "", "as_of_second": 0}
    year = civil(as_of)[0]
    day = iso(as_of) if 0 <= year <= 9999 else "" if year < 0 else "9999-12-31"
    return {"as_of": as_of, "as_of_day": day, "as_of_second": as_of * DAY + DAY - 1}


def day_of(date: str | None) -> int:
    """Return the day that a stored date is listed under, counted from 1970; `UNDATED` for none, or one of no use."""
    if not date:
        return UNDATED
    exact = iso_day(date)
    if exact is not None:
        return exact
    try:
        day = bounds(date).day
    except DateError:  # a foreign store may hold anything
        return UNDATED
    return UNDATED if day is None else day


def closes(day: str | None, ends: str | None) -> int:
    """Return the day that a round stands for, counted from 1970: its last, as far as that is known; `UNDATED` for none.

    Args:
        day: The day that it is listed under, ISO 8601.
        ends: Its end, EDTF.
    """
    last = day_of(ends)
    return day_of(day) if last == UNDATED else last


def by(claims: Iterable[Said], as_of: int | None) -> list[Said]:
    """Return the claims that had been said by a day; all of them for None."""
    return [claim for claim in claims if as_of is None or not claim.said_on or day_of(claim.said_on) <= as_of]


def held(since: str | None, until: str | None, as_of: int | None) -> bool:
    """Say whether an office was held on a day; for None, now, any is."""
    if as_of is None:
        return True
    return day_of(since) <= as_of and (not until or as_of <= day_of(until) or day_of(until) == UNDATED)


@dataclass(frozen=True, slots=True)
class Course:
    """An event as its row has it, and what has been said of it.

    Attributes:
        status, starts, ends, format: As in the row; "" for none.
        day: The day that it is listed under, counted from 1970; `UNDATED` for none.
        claims: All that is not set aside.
        published: The dates of the sources that tell of it, EDTF.
    """

    status: str
    starts: str
    ends: str
    format: str
    day: int
    claims: Sequence[Said] = ()
    published: Sequence[str] = ()

    @property
    def row(self) -> dict[str, str]:
        """What the row says of the properties that are replayed."""
        return {"status": self.status, "starts": self.starts, "ends": self.ends, "format": self.format}


@dataclass(frozen=True, slots=True)
class Stage:
    """How an event stood for some days.

    Attributes:
        since, until: The days, counted from 1970: from the one up to, not including, the other.
        status, starts, ends, format: What was the word then; "" where nothing was.
        day: The day that it is listed under.
        earliest: Its first second from 1970 UTC; None if it is open at the start.
        state: What the claims said by then add up to.
    """

    since: int
    until: int
    status: str
    starts: str
    ends: str
    format: str
    day: int
    earliest: int | None
    state: State


def known(course: Course) -> int:
    """Return the day from which an event is known, counted from 1970."""
    told = [day_of(claim.value) for claim in course.claims if claim.about == "announced" and _given(claim)]
    told += [day_of(claim.said_on) for claim in course.claims if claim.about in REPLAYED and claim.said_on]
    told = [day for day in told if day != UNDATED]
    if course.status == "planned" and not told:
        told = [day for date in _said(course) if (day := _last(date)) is not None]
    return min([course.day, *told])


def stages(course: Course) -> tuple[Stage, ...]:
    """Return how an event stood before it became what its row says, from the day on which it became known."""
    first = known(course)
    # Each day on which anything about it may change; after the last of them it is what its row says.
    days = {first, *_turns(course)}
    days |= {day for claim in course.claims if claim.said_on and (day := day_of(claim.said_on)) > first}
    found: list[Stage] = []
    for since, until in pairwise(sorted(day for day in days if day >= first)):
        stage = _stage(course, since, until)
        if found and _same(found[-1], stage):
            stage = Stage(found.pop().since, until, *_rest(stage))
        found.append(stage)
    present = _present(course)
    while found and _rest(found[-1]) == present:
        found.pop()
    return tuple(found)


def _turns(course: Course) -> tuple[int, ...]:
    """Return the days on which an event begins and, if it lasts, ends."""
    if course.day == UNDATED:
        return ()
    last = day_of(course.ends) if course.status == "held" and course.ends else UNDATED
    return (course.day, last) if last > course.day else (course.day,)


def _stage(course: Course, since: int, until: int) -> Stage:
    """Return how an event stood on the days from `since` on, on which nothing about it changes."""
    said = by(course.claims, since)
    then = {name: _replayed(course, name, said, since) for name in REPLAYED}
    if then["starts"] != course.starts and not any(claim.about == "ends" and claim.said_on for claim in said):
        then["ends"] = ""
    placed = _placed(then["starts"], then["ends"]) or _placed(course.starts, course.ends) or (course.day, None)
    state = weigh(newest(said) if since < course.day else said)  # a plan that was changed is no dispute
    return Stage(since, until, then["status"], then["starts"], then["ends"], then["format"], *placed, state)


def _replayed(course: Course, name: str, said: Sequence[Said], since: int) -> str:
    """Return the word on a property on the days from `since` on; "" for none."""
    own, begun = course.row[name], since >= course.day
    given = [claim for claim in course.claims if claim.about == name and _given(claim)]
    standing = {claim.value for claim in given if not claim.said_on}
    last = [claim for claim in newest(said) if claim.about == name and claim.said_on and _given(claim)]
    words = sorted({claim.value or "" for claim in last})
    if words and not (begun and own in standing):
        return own if own in words else words[0]
    if name == "status" and course.day != UNDATED and since < max(_turns(course)):
        return "ongoing" if begun else "planned"
    return own if begun or standing or not given else ""


def newest(said: Iterable[Said]) -> list[Said]:
    """Return claims without those that a later word on a property which is replayed has overtaken, whoever's it is."""
    kept = [*said]
    last = {name: max((day_of(claim.said_on) for claim in kept if claim.about == name), default=0) for name in REPLAYED}
    return [
        claim
        for claim in kept
        if not claim.said_on or day_of(claim.said_on) == last.get(claim.about, day_of(claim.said_on))
    ]


def _given(claim: Said) -> bool:
    return claim.modality == "asserts" and bool(claim.value) and claim.rank != "deprecated"


def _placed(starts: str, ends: str) -> tuple[int, int | None] | None:
    """Return the day and the first second of something with these dates; None if they can't be read together."""
    try:
        found = span(starts, ends)
    except DateError:
        return None
    return UNDATED if found.day is None else found.day, found.earliest


def _present(course: Course) -> tuple[object, ...]:
    placed = _placed(course.starts, course.ends) or (course.day, None)
    return (*course.row.values(), *placed, weigh(course.claims))


_Rest = tuple[str, str, str, str, int, int | None, State]


def _rest(stage: Stage) -> _Rest:
    return stage.status, stage.starts, stage.ends, stage.format, stage.day, stage.earliest, stage.state


def _same(one: Stage, other: Stage) -> bool:
    return one.until == other.since and _rest(one) == _rest(other)


def _said(course: Course) -> list[str]:
    """Return when a plan was told of: the days of its claims, or of the sources if it has none."""
    return [claim.said_on for claim in course.claims if claim.said_on] or [*course.published]


def _last(date: str) -> int | None:
    """Return the last day that a date can mean; None if it is open at the end."""
    try:
        latest = bounds(date).latest
    except DateError:
        return None
    return None if latest is None else latest // DAY
