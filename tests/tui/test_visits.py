"""What is new since the last visit: the count, the marks, the list; and what is kept of a visit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.bundled import new_store
from db.importing import import_file
from db.seen import Seen
from tests.db.helpers import ask, record, writing
from tests.pilot import PANES, SIZES, Driven, opened, until
from tui.draw import look
from tui.draw.spans import plain
from tui.own.folders import Own, at
from tui.screens.news import NewsPage

NEWS = """
[events.news]
type = "CONSULT"
status = "held"
title = "Something that happened later"
starts = "2026-02-05"
claims = [{source = "rt-2026-02-04", locator = "1"}]
"""
EARLIER = """
[events.earlier]
type = "CONSULT"
status = "held"
title = "Another thing"
starts = "2026-01-20"
claims = [{source = "rt-2026-02-04", locator = "1"}]
"""
SAID = """
[events.news]
type = "CONSULT"
status = "held"
title = "Something that happened later"
starts = "2026-02-05"
claims = [{source = "rt-2026-02-04", locator = "1"}, {source = "kyiv-independent-2026-02-04", locator = "2"}]
"""


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return at(tmp_path / "state", tmp_path / "config")


@pytest.fixture
async def visited(store_path: Path, own: Own) -> Own:
    """The files of somebody who has looked at the store."""
    async with opened(store_path, own=own):
        pass
    return own


def header(talks: Driven) -> str:
    return talks.text().split("\n")[0]


def marked(talks: Driven, name: str) -> list[str]:
    return [plain(row.line) for row in talks.pane(name).rows if look.mark("new") in plain(row.line)]


def newest(path: Path) -> int:
    [(change,)] = ask(path, "SELECT max(id) FROM changes")
    assert isinstance(change, int)
    return change


async def test_nothing_is_new_at_a_first_visit_which_is_noted_at_once(store_path: Path, own: Own) -> None:
    async with opened(store_path, own=own) as talks:
        assert "new" not in header(talks)
        assert [marked(talks, name) for name in PANES] == [[], [], [], []]
        seen = own.seen.of(store_path)
        assert seen is not None
        assert seen.change == newest(store_path)
        await talks.press("L")
        assert "Nothing has changed since you last looked." in talks.text()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_came_since_the_last_visit_is_counted_marked_and_listed(
    size: tuple[int, int], store_path: Path, visited: Own, add: Callable[[str], None]
) -> None:
    add(NEWS)
    async with opened(store_path, size, own=visited) as talks:
        assert "1 new" in header(talks)
        [row] = marked(talks, "timeline")
        assert "Something that happened later" in row or size == SIZES[0]  # hidden there
        await talks.press("L")
        assert isinstance(talks.app.screen, NewsPage)
        assert "Something that happened later" in talks.text()
        assert "added · 1 claim (RT)" in talks.text()
        assert "import news.toml" in talks.text()
        assert "1 added · 0 changed" in talks.text()
        await talks.press("enter")
        assert not talks.boxed
        assert "Something that happened later" in talks.title()
        assert "new" not in header(talks)
        assert marked(talks, "timeline") == []


async def test_a_mark_goes_once_the_cursor_has_rested_on_it(
    store_path: Path, visited: Own, add: Callable[[str], None]
) -> None:
    add(NEWS + EARLIER)
    async with opened(store_path, own=visited) as talks:
        assert "2 new" in header(talks)
        await talks.press("3")
        await talks.go_to("timeline", talks.find("timeline", "Something that happened later"))
        await talks.press("G")
        [row] = marked(talks, "timeline")
        assert "Another thing" in row
        assert "1 new" in header(talks)
        await talks.go_to("timeline", talks.find("timeline", "Another thing"))
        assert marked(talks, "timeline") == []
        assert "new" not in header(talks)


async def test_what_changes_again_is_new_again(store_path: Path, visited: Own, add: Callable[[str], None]) -> None:
    add(NEWS)
    async with opened(store_path, own=visited) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Something that happened later"))
        await talks.press("1")
        assert marked(talks, "timeline") == []
        add(SAID)
        await until(lambda: bool(marked(talks, "timeline")), "the new claim isn't marked")
        assert "1 new" in header(talks)


async def test_what_changes_under_the_cursor_is_seen(
    store_path: Path, visited: Own, add: Callable[[str], None]
) -> None:
    add(NEWS)
    async with opened(store_path, own=visited) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Something that happened later"))
        add(SAID)
        await until(lambda: "KI" in talks.row("timeline"), "the claim isn't shown")
        await talks.rest()
        assert marked(talks, "timeline") == []
        assert "new" not in header(talks)


async def test_what_another_program_commits_during_a_visit_is_new(store_path: Path, add: Callable[[str], None]) -> None:
    async with opened(store_path) as talks:
        add(NEWS)
        await until(lambda: "1 new" in header(talks), "the commit isn't counted")
        await talks.rest()
        assert len(marked(talks, "timeline")) == 1


async def test_seats_and_cells_are_marked_too(store_path: Path, own: Own) -> None:
    async with opened(store_path, own=own) as talks:
        seat = talks.board._board.roster.delegations[1].seats[0].id
    cell = record(store_path, "issue", "nato-membership")
    position = ask(store_path, "SELECT id FROM positions WHERE issue = ? ORDER BY id LIMIT 1", cell)[0][0]
    with writing(store_path) as conn:
        conn.execute("INSERT INTO changes (made_at, made_by, command) VALUES ('2026-02-05T00:00:00+00:00', 'ann', 'x')")
        conn.execute("UPDATE records SET change = (SELECT max(id) FROM changes) WHERE id IN (?, ?)", (seat, position))
    async with opened(store_path, (200, 60), own=own) as talks:
        assert "2 new" in header(talks)
        assert len(marked(talks, "roster")) == 1
        assert len(marked(talks, "positions")) == 1
        await talks.go_to("positions", talks.find("positions", look.mark("new")))
        issue = talks.board.positions._issues[talks.pane("positions").cursor]
        column = next(n for n, cell in enumerate(issue.cells) if cell is not None and cell.position == position)
        await talks.press(*["l"] * column)
        assert marked(talks, "positions") == []


async def test_what_is_new_stays_so_in_every_scope(store_path: Path, visited: Own, add: Callable[[str], None]) -> None:
    add(NEWS)
    async with opened(store_path, own=visited) as talks:
        for key in ("[", "d", "d", "("):
            await talks.press(key)
            assert "1 new" in header(talks)
        await talks.press("(")
        assert len(marked(talks, "timeline")) == 1


async def test_the_list_takes_all_marks_away(store_path: Path, visited: Own, add: Callable[[str], None]) -> None:
    add(NEWS + EARLIER)
    async with opened(store_path, own=visited) as talks:
        await talks.press("L", "escape")
        assert marked(talks, "timeline") == []
        assert "new" not in header(talks)
        await talks.press("d", "d", "L")
        assert "Nothing has changed since you last looked." in talks.text()


async def test_the_end_of_a_visit_is_noted(store_path: Path, visited: Own, add: Callable[[str], None]) -> None:
    add(NEWS)
    async with opened(store_path, own=visited) as talks:
        assert "1 new" in header(talks)
    async with opened(store_path, own=visited) as talks:
        assert "new" not in header(talks)


async def test_a_visit_is_noted_now_and_then(store_path: Path, visited: Own, add: Callable[[str], None]) -> None:
    async with opened(store_path, own=visited) as talks:
        add(NEWS)
        await until(lambda: "1 new" in header(talks), "the commit isn't counted")
        talks.board._note()
        seen = visited.seen.of(store_path)
        assert seen is not None
        assert seen.change == newest(store_path)


async def test_scrolling_far_marks_what_is_new_there(store_path: Path, visited: Own, tmp_path: Path) -> None:
    event = '[events.x{0}]\ntype = "CONSULT"\nstatus = "held"\ntitle = "X {0}"\nstarts = "20{1:02}-01-01"\n'
    file = tmp_path / "many.toml"
    file.write_text(
        'format = 1\nprocess = "ukraine-peace-talks"\n' + "".join(event.format(n, n % 26) for n in range(400))
    )
    import_file(store_path, file)
    async with opened(store_path, own=visited) as talks:
        assert "400 new" in header(talks)
        await talks.press("3", "G")
        rows = [row for row in talks.pane("timeline").rows if row.record is not None]
        assert len(marked(talks, "timeline")) == len([row for row in rows if " X " in plain(row.line)]) - 1 > 10


async def test_another_store_in_its_place_is_a_first_visit_and_said(store_path: Path, visited: Own) -> None:
    with writing(store_path) as conn:
        conn.execute("UPDATE changes SET made_at = '2001-01-01T00:00:00+00:00'")
    async with opened(store_path, own=visited) as talks:
        assert "new" not in header(talks)
        await until(lambda: "isn't the store that you last" in talks.text(), "nothing is said")
        seen = visited.seen.of(store_path)
        assert seen is not None
        assert seen.stamp.startswith("2001")


async def test_a_store_that_is_replaced_during_a_visit_is_another(
    store_path: Path, visited: Own, add: Callable[[str], None], tmp_path: Path
) -> None:
    new_store(tmp_path / "copy.db", empty=True)
    add(NEWS)
    async with opened(store_path, own=visited) as talks:
        assert "1 new" in header(talks)
        for end in ("-wal", "-shm"):
            store_path.with_name(store_path.name + end).unlink(missing_ok=True)
        shutil.move(tmp_path / "copy.db", store_path)
        await until(lambda: "no negotiation" in header(talks), "the other store isn't shown")
        await talks.rest()
        assert "new" not in header(talks)
    assert visited.seen.of(store_path) == Seen(0)


async def test_a_damaged_file_is_moved_aside_and_said_once(store_path: Path, own: Own, tmp_path: Path) -> None:
    file = tmp_path / "state" / "seen.json"
    file.parent.mkdir()
    file.write_text("{")
    async with opened(store_path, own=own) as talks:
        await until(lambda: "couldn't be read" in talks.text(), "nothing is said")
        assert file.with_name("seen.json.damaged-1").read_text() == "{"
        assert json.loads(file.read_text())["stores"]


async def test_a_folder_that_cannot_be_written_is_said_once_and_the_board_goes_on(
    store_path: Path, tmp_path: Path, add: Callable[[str], None]
) -> None:
    (tmp_path / "file").write_text("x")
    own = at(tmp_path / "file" / "state", tmp_path / "file" / "config")
    async with opened(store_path, own=own) as talks:
        await until(lambda: "can't be written" in talks.text(), "nothing is said")
        add(NEWS)
        await until(lambda: "1 new" in header(talks), "the board stands still")
        talks.board._note()
        await talks.rest()
        assert len([one for one in talks.app._notifications if "can't be written" in one.message]) == 1


async def test_nothing_is_kept_without_files_of_ones_own(store_path: Path, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    async with opened(store_path) as talks:
        await talks.press("L", "escape", "V")
        assert not talks.boxed
    assert {path.name for path in tmp_path.iterdir()} - before <= {"talks.db-wal", "talks.db-shm"}


async def test_looking_at_the_news_writes_nothing_into_the_store(
    store_path: Path, visited: Own, add: Callable[[str], None]
) -> None:
    add(NEWS)
    before = ask(store_path, "SELECT * FROM changes")
    async with opened(store_path, own=visited) as talks:
        await talks.press("L", "enter", "V", "a")
        await talks.type("x")
        await talks.press("enter", "escape")
    assert ask(store_path, "SELECT * FROM changes") == before


async def test_an_empty_store_has_no_news(empty_store: Path, own: Own) -> None:
    async with opened(empty_store, own=own) as talks:
        await talks.press("L")
        assert "Nothing has changed since you last looked." in talks.text()
        await talks.press("enter", "y", "escape")
        assert not talks.boxed
