"""The board as plain text: the same drawing as on the screen, for a pipe, a file or a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from db.board import Board
from db.dates import iso
from db.entries import Entry
from db.scope import Scope
from db.text import shown
from db.timeline import Window
from tui.draw import look, positions, roster, timeline
from tui.draw.header import header, many
from tui.draw.nothing import nothing, why
from tui.draw.spans import Row, cells, cut, plain, wrapped

NARROWEST = 40
WIDEST = 1000


def printed(board: Board, width: int, copied: bool = False) -> Iterator[str]:
    """Yield the board as lines of at most `width` cells (`NARROWEST` to `WIDEST`), with ISO days and no colours.

    Args:
        board: What was read.
        width: Cells.
        copied: Whether it was read from a follower's copy: the header says when that was last changed.
    """
    width = max(NARROWEST, min(width, WIDEST))
    changed = board.overview.changed
    of = None if not copied else "" if changed is None else f"{datetime.fromtimestamp(changed, UTC):%Y-%m-%d %H:%M} UTC"
    yield plain(
        header(board.overview, board.look.scope, board.voice, read_only=False, width=width, written=iso, copied=of)
    ).strip()
    yield from _heading("DELEGATIONS", roster.caption(board.roster, keys=False, width=width - 13), width)
    yield from _texts(roster.rows(board.roster, width, board.look.scope, printed=True))
    yield from _heading("POSITIONS", "", width)
    yield from _matrix(board, width)
    yield from _heading("TIMELINE", many(board.window.total, "event"), width)
    yield from _timeline(board.window, board.look.scope, width)


def _heading(name: str, note: str, width: int) -> Iterator[str]:
    yield ""
    yield cut(f"{name}  {note}".rstrip(), width)
    yield "-" * width


def _texts(rows: Iterable[Row]) -> Iterator[str]:
    return (plain(row.line) for row in rows)


def _matrix(board: Board, width: int) -> Iterator[str]:
    """Yield the matrix; parties that don't fit beside each other follow below, so that none is left out."""
    if not board.matrix.issues:
        yield f" {why(board.look.scope, 'No issue is recorded yet.', printed=True)}"
        return
    first = 0
    while True:
        layout = positions.grid(board.matrix, width, first)
        if first:
            yield ""
        yield plain(positions.head(board.matrix, layout, width))
        yield from _texts(positions.rows(board.matrix, layout, (), width))
        first = layout.first + layout.shown
        if first >= len(board.matrix.columns):
            break
    yield ""
    yield f" {positions.legend(width - 1)}".rstrip()


def _timeline(window: Window, scope: Scope, width: int) -> Iterator[str]:
    if not window.entries:
        yield from _texts(nothing(scope, "Nothing is recorded yet.", width, printed=True))
        return
    here = len(window.entries)
    if window.before:
        yield f" … {window.before} more before these"
    for entry in window.entries:
        yield from _entry(entry, width)
    rest = window.total - window.before - here
    if rest:
        yield f" … {rest} more after these"


def _entry(entry: Entry, width: int) -> Iterator[str]:
    """Yield an event: its day, its title, then who, where and on whose word, on a line below if need be."""
    day = "no date" if entry.day is None else iso(entry.day)
    parts = (timeline.actors(entry), entry.place, timeline.standing(entry), " ".join(entry.sources))
    tail = shown("  ".join(part for part in parts if part))
    # EDTF is ISO 8601 too; it says what the day alone doesn't: "by", "between", "until".
    values = dict(entry.given)
    ends = {name: values.get(name, (own,)) for name, own in (("starts", entry.starts), ("ends", entry.ends))}
    dates = "/".join(" or ".join(value) for value in ends.values() if any(value))
    others = [timeline.value(name, value) for name, value in entry.given if name not in ends]
    beside = ", ".join([*([dates] if dates not in ("", day) else []), *others])
    title = timeline.title(entry, planned=True)
    begin = f" {day}  {look.event(entry.type, entry.planned)} "
    *above, last = [*wrapped(f"{title}{f' · {beside}' if beside else ''}", width - cells(begin))] or [""]
    for text in above:
        yield f"{begin}{text}"
        begin = " " * cells(begin)
    if cells(begin) + cells(last) + cells(tail) + 4 <= width:
        yield f"{begin}{last}{'  | ' if tail else ''}{tail}"
    else:
        yield f"{begin}{last}"
        yield cut(f"{' ' * cells(begin)}| {tail}", width)
