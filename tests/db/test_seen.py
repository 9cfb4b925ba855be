"""What somebody has seen of a store, and how much is new to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.board import Look, board
from db.importing.report import Summary
from db.scope import Scope
from db.seen import MOST, Seen, Tally, marked, newest, tally
from tests.bench import synthetic
from tests.db.helpers import ask, reading, record, writing

Load = Callable[[str], Summary]
Talks = Callable[[str], Path]

HEAD = 'format = 1\nprocess = "talks"\n'
POST = '{source = "post", locator = "1"}'


def meeting(*claims: str, title: str = "A meeting", slug: str = "meeting") -> str:
    said = ", ".join(claims or (POST,))
    return (
        f'[events.{slug}]\ntype = "CONSULT"\nstatus = "held"\ntitle = "{title}"\nstarts = "2026-02-04"\n'
        f"claims = [{said}]\n"
    )


def seen(path: Path) -> Seen:
    with reading(path) as conn:
        return newest(conn)


def counted(path: Path, since: Seen | None, *shown: int) -> Tally:
    with reading(path) as conn:
        return tally(conn, since, shown)


def test_nothing_is_new_at_a_first_visit(talks: Talks) -> None:
    path = talks(meeting())
    assert counted(path, None, record(path, "event", "meeting")) == Tally(seen(path))


def test_nothing_is_new_to_whom_has_seen_it_all(talks: Talks) -> None:
    path = talks(meeting())
    assert counted(path, seen(path), record(path, "event", "meeting")) == Tally(seen(path))


def test_a_record_that_was_added_is_new(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Another", slug="another"))
    old, new = (record(path, "event", slug) for slug in ("meeting", "another"))
    found = counted(path, before, old, new)
    assert (found.count, found.more, found.marks) == (1, False, {new: seen(path).change})


def test_a_record_that_was_changed_is_new(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Called otherwise"))
    event = record(path, "event", "meeting")
    assert counted(path, before, event).marks == {event: seen(path).change}


def test_a_claim_a_name_and_a_link_each_make_their_record_new(talks: Talks, load: Load) -> None:
    path = talks(meeting() + meeting(slug="other"))
    event = record(path, "event", "meeting")
    for more in (
        meeting(POST, '{source = "gazette", locator = "2"}'),
        meeting() + 'names = [{text = "The encounter"}]\n',
        meeting() + 'links = [{kind = "about", to = "other"}]\n',
    ):
        before = seen(path)
        load(HEAD + more)
        found = counted(path, before, event, record(path, "event", "other"))
        assert (found.count, [*found.marks]) == (1, [event]), more


def test_of_several_changes_a_record_is_marked_with_the_newest(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    for title in ("Second", "Third"):
        load(HEAD + meeting(title=title))
    found = counted(path, before, record(path, "event", "meeting"))
    assert found.count == 1
    assert [*found.marks.values()] == [before.change + 2]


def test_another_store_in_its_place_is_a_first_visit(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    with writing(path) as conn:  # restored from a copy, and written on since
        conn.execute("UPDATE changes SET made_at = '2001-01-01T00:00:00+00:00' WHERE id = ?", (before.change,))
    load(HEAD + meeting(title="Another", slug="another"))
    assert counted(path, before, record(path, "event", "another")) == Tally(seen(path), other=True)


def test_an_older_copy_in_its_place_is_a_first_visit(talks: Talks) -> None:
    path = talks(meeting())
    now = seen(path)
    later = Seen(now.change + 5, "2026-01-01T00:00:00+00:00 somebody", now.record + 5)
    assert counted(path, later) == Tally(now, other=True)


def test_everything_is_new_in_a_store_that_was_empty(empty_store: Path, talks: Talks) -> None:
    before = seen(empty_store)
    assert before == Seen(0)
    talks(meeting())
    [(records,)] = ask(empty_store, "SELECT count(*) FROM records")
    assert counted(empty_store, before).count == records


def test_the_board_marks_seats_cells_and_events(store_path: Path) -> None:
    with reading(store_path) as conn:
        found = board(conn, Look(Scope(), seen=Seen(0)))
    seats = {seat.id for party in found.roster.delegations for seat in party.seats}
    cells = {cell.position for issue in found.matrix.issues for cell in issue.cells if cell}
    events = {entry.id for entry in found.window.entries}
    assert seats and cells and events
    assert seats | cells | events <= found.tally.marks.keys()
    with reading(store_path) as conn:
        assert board(conn, Look(Scope())).tally.marks == {}
        assert marked(conn, None, events) == {}


def test_more_than_can_be_read_is_counted_as_more(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    synthetic.make(path, 2 * MOST)
    found = counted(path, Seen(0))
    assert found.more
    assert MOST <= found.count < 5 * MOST
