"""What has changed, drawn: each change with who made it and how, and below it the records that it touched.

In the first second the reader wants to know: what is there that I haven't seen, and what was done to what I have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.draw import look
from tui.draw.days import human
from tui.draw.header import many
from tui.draw.spans import Row, Span, cut, filled, fit, wrapped

if TYPE_CHECKING:
    from db.news import Batch, News, Touched
    from db.seen import Tally

_KIND = 14
"""Cells of the name of a kind."""
_BESIDE = 100
"""Cells from which on what was done stands beside the title."""


def badge(tally: Tally, looked: int) -> str:
    """Say how much is new, for the header: `3 new`; "" for nothing.

    Args:
        tally: What is new.
        looked: How much of it has been looked at meanwhile.
    """
    left = max(0, tally.count - looked)
    return f"{left:,}{'+' if tally.more else ''} new" if left else ""


def caption(news: News) -> str:
    """Say how much has changed."""
    if news.more:
        return f"{news.added + news.changed:,} records or more"
    return f"{news.added:,} added · {news.changed:,} changed" if news.added or news.changed else ""


def rows(news: News, width: int) -> list[Row]:
    """Draw what has changed in `width` cells; the cursor rests on the records."""
    if not news.batches:
        return [Row(filled([Span(" Nothing has changed since you last looked.", "dim")], width))]
    drawn: list[Row] = []
    for batch in news.batches:
        if drawn:
            drawn.append(Row(filled([], width)))
        drawn.extend(_batch(batch, width))
    if news.older:
        drawn.append(Row(filled([Span(f" … and {many(news.older, 'older change')}", "dim")], width)))
    return drawn


def done(touched: Touched) -> str:
    """Say what a change did to a record: `added · 2 claims (KI RT)`, `title, starts · a name`."""
    parts = []
    if touched.added:
        parts.append("added")
    elif touched.edited:
        parts.append(f"edited: {', '.join(touched.fields)}" if touched.fields else "edited")
    if touched.claims:
        parts.append(f"{many(touched.claims, 'claim')} ({' '.join(touched.outlets)})")
    others = ((touched.names, "spelling"), (touched.links, "link"), (touched.passages, "passage"))
    parts.extend(many(count, noun) for count, noun in others if count)
    return " · ".join(parts)


def _batch(batch: Batch, width: int) -> Iterator[Row]:
    when = f"{human(batch.made_at[:10])} {batch.made_at[11:16]} UTC"
    who = cut(f" · {batch.made_by} · {batch.command}", max(0, width - len(when) - 2))
    yield Row(filled([Span(f" {cut(when, width - 2)}", "day"), Span(who, "dim")], width))
    for touched in batch.touched:
        yield from _touched(touched, batch.change, width)
    if batch.more:
        yield Row(filled([Span("   … and more", "dim")], width))
    elif not batch.touched:
        yield Row(filled([Span("   What it did was done anew by a later change.", "dim")], width))


def _touched(touched: Touched, change: int, width: int) -> Iterator[Row]:
    sign = Span(f" {look.mark('added') if touched.added else look.mark('edited')} ", "new")
    kind = Span(fit(touched.kind.replace("_", " "), _KIND), "dim")
    what = done(touched)
    key = (touched.record, change)
    if width >= _BESIDE:
        room = (width - 3 - _KIND) * 3 // 5
        title = Span(f"{fit(touched.title, room - 1)} ")
        line = filled([sign, kind, title, Span(cut(what, width - 3 - _KIND - room), "dim")], width)
        yield Row(line, touched.record, touched.record, key)
        return
    title = Span(cut(touched.title, width - 3 - _KIND))
    yield Row(filled([sign, kind, title], width), touched.record, touched.record, key)
    for text in wrapped(what, max(10, width - 3 - _KIND)):
        yield Row(filled([Span(" " * (3 + _KIND)), Span(text, "dim")], width))
