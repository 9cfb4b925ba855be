"""What the tests of exports share: a store as text in one of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from db import watching
from db.board import snapshot
from db.exporting.drafts import drafts
from db.exporting.selection import Selection, select
from db.exporting.talks import toml
from db.scope import Scope
from tests.db.helpers import reading

ALL = Scope()


def exported(path: Path, text: Callable[[Selection], Iterator[str]] = toml, scope: Scope = ALL) -> str:
    """The store at `path`, or what a scope has of it, as text."""
    return with_notes(path, text, scope)[0]


def with_notes(path: Path, text: Callable[[Selection], Iterator[str]], scope: Scope = ALL) -> tuple[str, list[str]]:
    """The same, with the sentences about what was left out."""

    def asked(conn: watching.Connection) -> tuple[str, list[str]]:
        with snapshot(conn):
            selection = select(conn, scope)
            return "".join(text(selection)), selection.notes

    return watching.read(path, asked)


def chosen(path: Path, scope: Scope) -> set[str]:
    """What a scope has of the store at `path`, as kind:slug."""
    with reading(path) as conn, snapshot(conn):
        return {f"{draft.shape.kind}:{draft.slug}" for draft in drafts(select(conn, scope))}
