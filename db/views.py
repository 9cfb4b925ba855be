"""Saved views: what of a scope outlives a session, named by slugs and days, and how it is looked at again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from db.dates import iso, iso_day
from db.errors import StoreError
from db.overview import pick, processes
from db.scope import Scope
from db.text import brief
from db.values import dataclass
from db.voices import voice

_ROUND: Final = """
    SELECT events.id, title, records.process FROM records JOIN events USING (id)
    WHERE kind = 'event' AND slug = ? AND type = 'ROUND'
"""


@dataclass(frozen=True, slots=True)
class View:
    """A scope that can be kept: as `db.scope.Scope`, but for these.

    Attributes:
        round: Slug of the round whose roster is shown; None is the newest.
        as_of: A day, ISO 8601; None is now.
    """

    process: str | None = None
    round: str | None = None
    as_of: str | None = None
    word: str | None = None
    hide_silent: bool = False
    contested_only: bool = False
    newest_first: bool = True
    query: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A view in a store.

    Attributes:
        scope: What it shows here: without what the store doesn't hold.
        process: Name of its negotiation; "" for the store's largest.
        round: Title of its round; "" for the newest.
        voice: Name of its voice; "" for all of them.
        gone: A sentence for each part that the store doesn't hold, and what is shown instead.
    """

    scope: Scope
    process: str
    round: str
    voice: str
    gone: tuple[str, ...]


def kept(conn: sqlite3.Connection, scope: Scope) -> View:
    """Return what of a scope is kept."""
    row = conn.execute("SELECT slug FROM records WHERE id = ?", (scope.round,)).fetchone()
    return View(
        scope.process,
        row[0] if row else None,
        None if scope.as_of is None else iso(scope.as_of),
        scope.word,
        scope.hide_silent,
        scope.contested_only,
        scope.newest_first,
        scope.query,
    )


def recalled(conn: sqlite3.Connection, view: View) -> Recalled:
    """Return a view as this store can show it.

    Args:
        conn: An open store.
        view: What was kept, here or in another store.
    """
    gone: list[str] = []
    scope = Scope(
        view.process, None, view.contested_only, view.newest_first, view.word, view.hide_silent,
        None if view.as_of is None else iso_day(view.as_of), view.query,
    )  # fmt: skip
    known = processes(conn)
    here = next((one for one in known if one.slug == scope.process), None)
    if scope.process is not None and here is None:
        gone.append(f"The negotiation “{brief(scope.process)}” isn't in this store: its largest is shown instead.")
        scope = replace(scope, process=None)
    title, scope = _round(conn, view, scope, gone)
    try:
        heard = voice(conn, scope.word)
    except StoreError:
        name = brief((scope.word or "").partition(":")[2])
        gone.append(f"The voice “{name}” isn't in this store: all voices are heard instead.")
        heard, scope = None, replace(scope, word=None, hide_silent=False)
    scope = _filter(conn, scope, gone) if scope.query else scope
    return Recalled(scope, here.name if here else "", title, heard.name if heard else "", tuple(gone))


def _filter(conn: sqlite3.Connection, scope: Scope, gone: list[str]) -> Scope:
    """Return the scope with its filter, or without it if it can't be used in this store."""
    from db.matching import conditions  # noqa: PLC0415  (few views have a filter, and a start loads this module)
    from db.query import QueryError  # noqa: PLC0415
    from db.search import read  # noqa: PLC0415

    try:
        conditions(conn, read(conn, scope.query, scope))
    except QueryError as error:
        gone.append(f"The filter “{brief(scope.query)}” can't be used, everything is shown instead: {error}")
        return replace(scope, query="")
    return scope


def all_recalled(conn: sqlite3.Connection, views: Iterable[View]) -> tuple[Recalled, ...]:
    """Return each of several views as this store can show it."""
    return tuple(recalled(conn, view) for view in views)


def _round(conn: sqlite3.Connection, view: View, scope: Scope, gone: list[str]) -> tuple[str, Scope]:
    """Return the title of a view's round, and the scope with it; of one that isn't there, or is another's, neither."""
    if view.round is None:
        return "", scope
    row = conn.execute(_ROUND, (view.round,)).fetchone()
    process = pick(processes(conn), scope)
    if row is None or process is None or row[2] != process.id:
        if view.process == scope.process:  # else what is said of the negotiation is enough
            gone.append(f"The round “{brief(view.round)}” isn't in this store: the newest is shown instead.")
        return "", scope
    return row[1], replace(scope, round=row[0])
