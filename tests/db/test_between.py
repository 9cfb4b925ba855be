"""What happened or was announced after one day and up to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.between import Stretch, What, stretch
from db.dates import day_number
from tests.db.helpers import reading, record
from tests.db.stories import STORY, statement

Talks = Callable[[str], Path]

MEETING = '[events.a-meeting]\ntype = "CONSULT"\nstatus = "held"\ntitle = "A meeting"\nstarts = "2026-01-21"\n'
AFTER = day_number(2026, 1, 12)


def read(
    path: Path, until: int | None, what: What = "happened", limit: int = 50, types: tuple[str, ...] | None = None
) -> Stretch:
    with reading(path) as conn:
        return stretch(conn, record(path, "process", "talks"), AFTER, until, None, what, limit, types)


def titles(found: Stretch) -> list[str]:
    return [entry.title for entry in found.entries]


def test_it_is_after_the_one_day_and_up_to_the_other(talks: Talks) -> None:
    path = talks(STORY)
    assert titles(read(path, day_number(2026, 2, 4))) == ["On the last day", "Round 2 of the talks", "Between"]
    assert titles(read(path, day_number(2026, 2, 3))) == ["Round 2 of the talks", "Between"]
    assert titles(read(path, day_number(2026, 1, 19))) == []


def test_of_many_the_newest_are_read_and_all_are_counted(talks: Talks) -> None:
    found = read(talks(STORY + "".join(statement(f"s-{n}", "2026-01-15") for n in range(5))), None, limit=2)
    assert (titles(found), found.total) == (["Round 3 of the talks", "On the last day"], 9)


def test_only_events_of_some_types_are_read_and_counted(talks: Talks) -> None:
    path = talks(STORY + MEETING)
    words, others = (read(path, None, types=types) for types in (("STATEMENT",), ("CONSULT", "ROUND")))
    assert (titles(words), words.total) == (["On the last day", "Between"], 2)
    assert titles(others) == ["Round 3 of the talks", "Round 2 of the talks", "A meeting"]
    assert others.total == 3
    assert (read(path, None, types=()).total, read(path, None).total) == (0, 5)


def test_what_was_announced_is_told_apart_by_its_type_too(talks: Talks) -> None:
    path = talks(STORY)
    assert titles(read(path, None, "announced")) == ["To come", "Round 4 of the talks"]
    words = read(path, None, "announced", types=("STATEMENT",))
    assert (titles(words), words.total) == (["To come"], 1)
    assert read(path, None, "announced", types=("CONSULT",)).total == 0


def test_what_stood_otherwise_on_the_later_day_is_where_it_stood(talks: Talks) -> None:
    moved = statement("moved", "2026-02-20", (
        'claims = [{source = "post", property = "starts", value = "2026-01-14", said_on = "2026-01-13"},'
        ' {source = "post", property = "starts", value = "2026-02-20", said_on = "2026-01-30"}]\n'
    ), status="planned")  # fmt: skip
    path = talks(moved)
    then, now = (read(path, until, "announced", types=("STATEMENT",)) for until in (day_number(2026, 1, 20), None))
    assert ([one.starts for one in then.entries], then.total) == (["2026-01-14"], 1)
    assert ([one.starts for one in now.entries], now.total) == (["2026-02-20"], 1)
