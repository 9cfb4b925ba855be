"""Saved views: what of a scope is kept, and what a store can show of it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db.board import Look, board
from db.dates import day_number
from db.scope import Scope
from db.views import Recalled, View, all_recalled, kept, recalled
from tests.db.helpers import is_one_sentence, reading, record

Talks = Callable[[str], Path]

ROUND = '[events.round-1]\ntype = "ROUND"\nstatus = "held"\ntitle = "Round 1"\nstarts = "2026-02-04"\n'
SPOKEN = ROUND + 'claims = [{source = "post", locator = "1", on_behalf_of = "alpha"}]\n'


def again(path: Path, view: View) -> Recalled:
    with reading(path) as conn:
        return recalled(conn, view)


def test_a_scope_comes_back_as_it_was(talks: Talks) -> None:
    path = talks(SPOKEN)
    scope = Scope(
        "talks", record(path, "event", "round-1"), True, False, "party:alpha", True, day_number(2026, 2, 4), "party:al"
    )
    with reading(path) as conn:
        view = kept(conn, scope)
    assert view == View("talks", "round-1", "2026-02-04", "party:alpha", True, True, False, "party:al")
    assert again(path, view) == Recalled(scope, "The talks", "Round 1", "Alpha", ())


def test_the_plain_scope_is_the_plain_view(talks: Talks) -> None:
    path = talks(ROUND)
    with reading(path) as conn:
        assert kept(conn, Scope()) == View()
        assert kept(conn, Scope(round=12345)) == View()
    assert again(path, View()) == Recalled(Scope(), "", "", "", ())


WHOLE = View("talks", "round-1", "2026-02-04", "party:alpha", True, True, False)


@pytest.mark.parametrize(
    ("view", "name", "without"),
    [
        (replace(WHOLE, process="nowhere"), "nowhere", {"process": None, "round": True}),
        (replace(WHOLE, round="round-9"), "round-9", {"round": None}),
        (replace(WHOLE, word="party:delta"), "delta", {"word": None, "hide_silent": False}),
        (replace(WHOLE, word="outlet:The Bugle"), "The Bugle", {"word": None, "hide_silent": False}),
        (replace(WHOLE, word="no\x1b[2Jsense"), "", {"word": None, "hide_silent": False}),
        (replace(WHOLE, query="party:nobody truce"), "nobody", {"query": ""}),
        (replace(WHOLE, query="status:foo"), "foo", {"query": ""}),
    ],
    ids=str,
)
def test_what_is_gone_is_named_and_left_out_and_the_rest_is_shown(
    view: View, name: str, without: dict[str, object], talks: Talks
) -> None:
    path = talks(SPOKEN)
    whole = again(path, WHOLE).scope
    found = again(path, view)
    [sentence] = found.gone
    assert name in sentence
    assert "instead" in sentence
    assert found.scope.contested_only
    assert not found.scope.newest_first
    for field in ("process", "word", "hide_silent"):
        assert getattr(found.scope, field) == without.get(field, getattr(whole, field))
    with reading(path) as conn:
        assert board(conn, Look(found.scope)).overview.process is not None


def test_what_is_gone_is_said_in_a_sentence_each(talks: Talks) -> None:
    gone = again(talks(ROUND), View("nowhere", "round-9", None, "party:delta")).gone
    assert len(gone) == 2
    assert all(is_one_sentence(sentence) for sentence in gone)


def test_what_is_no_round_of_the_negotiation_is_no_round(talks: Talks) -> None:
    path = talks('[events.other]\ntype = "CONSULT"\nstatus = "held"\ntitle = "Other"\nstarts = "2026-02-04"\n')
    assert again(path, View(round="other")).scope == Scope()


def test_a_store_without_talks_shows_what_there_is(empty_store: Path) -> None:
    found = again(empty_store, WHOLE)
    assert found.scope == Scope(None, None, True, False, None, False, day_number(2026, 2, 4))
    with reading(empty_store) as conn:
        assert board(conn, Look(found.scope)).overview.process is None
        assert all_recalled(conn, [WHOLE, View()]) == (found, Recalled(Scope(), "", "", "", ()))
