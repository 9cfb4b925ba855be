"""The lines above and below the panes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.scope import Scope
from db.voices import Voice
from tests.tui.draw.make import HOSTILE, overview
from tui.commands import COMMANDS
from tui.draw.header import footer, header, many
from tui.draw.spans import Line, plain, width_of

KEYS = [(command.shown, command.label) for command in COMMANDS if command.label]


def styles(line: Line) -> dict[str, str]:
    return {span.text.strip(): span.style for span in line}


def test_a_wide_header_says_it_all() -> None:
    line = header(overview(), Scope(contested_only=True), None, read_only=True, width=120)
    assert plain(line) == (
        " talks  The talks │ as of now │ all voices │ 2 rounds · 38 events · 4 contested"
        "               contested only  READ-ONLY"
    )


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, " talks  The talks │ as of now │ all voices │ 2 rounds · 38 events · 4 contested"),
        (60, " talks  The talks │ 2 rounds · 38 events · 4 contested"),
        (40, " talks  The talks │ 4 contested"),
        (20, " talks  The tal…"),
    ],
)
def test_what_matters_least_leaves_a_narrow_header_first(width: int, expected: str) -> None:
    assert plain(header(overview(), Scope(), None, read_only=False, width=width)) == expected


def test_only_a_dispute_is_coloured() -> None:
    assert styles(header(overview(), Scope(), None, False, 100))["4 contested"] == "accent"
    assert styles(header(overview(contested=0), Scope(), None, False, 100))["0 contested"] == "dim"


def test_a_store_without_talks_has_a_header_too() -> None:
    nothing = overview(process=None, processes=0, rounds=0, events=0, contested=0)
    assert (
        plain(header(nothing, Scope(), None, False, 60)) == " talks  no negotiation │ 0 rounds · 0 events · 0 contested"
    )


@given(st.integers(1, 250), st.booleans(), st.booleans(), st.sampled_from(["The talks", "x" * 300, "漢" * 99, HOSTILE]))
def test_the_header_is_as_wide_as_the_terminal(width: int, only: bool, read_only: bool, name: str) -> None:
    voice = Voice("source:x", name, name[:9], None, (1,))
    scope = Scope(contested_only=only, hide_silent=read_only)
    for heard in (None, voice):
        assert width_of(header(overview(name), scope, heard, read_only, width)) == width


@pytest.mark.parametrize(
    ("width", "hide", "expected"),
    [
        (120, False, "The Gazette’s word"),
        (120, True, "The Gazette’s word, silence hidden"),
        (60, False, "GA’s word"),
        (40, True, "GA’s word, silence hidden"),
    ],
)
def test_the_header_never_leaves_out_whose_word_it_is(width: int, hide: bool, expected: str) -> None:
    gazette = Voice("source:g", "The Gazette", "GA", None, (1,))
    said = plain(header(overview(), Scope(word="source:g", hide_silent=hide), gazette, read_only=False, width=width))
    assert said.endswith(expected)
    assert "all voices" not in said


@given(st.integers(1, 250))
def test_the_footer_is_as_wide_as_the_terminal(width: int) -> None:
    assert width_of(footer(KEYS, width)) == width


def test_the_way_to_help_and_out_is_in_the_narrowest_footer() -> None:
    for width in (20, 60, 80, 200):
        assert plain(footer(KEYS, width)).endswith(" ? keys  q quit")


def test_a_key_is_shown_whole_or_not_at_all() -> None:
    words = plain(footer(KEYS, 45)).split("  ")
    assert {word.strip() for word in words} < {f"{key} {label}" for key, label in KEYS}


def test_one_is_not_many() -> None:
    assert [many(count, "event") for count in (0, 1, 2, 1234567)] == [
        "0 events", "1 event", "2 events", "1,234,567 events",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_what_is_new_is_counted_at_every_width(width: int) -> None:
    line = header(overview(), Scope(), None, False, width, news="1,000+ new")
    assert width_of(line) == width
    assert "▎1,000+ new" in plain(line)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_no_badge_is_left_out_however_many_there_are(width: int) -> None:
    scope = Scope(as_of=20_483, contested_only=True, word="x", hide_silent=True, query="party:north -kind:statement")
    line = header(overview(), scope, Voice("x", "The Long Gazette of the North", "LG"), True, width, news="3 new")
    assert width_of(line) == width
    for part in ("as of 30 Jan 2026", "word", "F p", "only" if width != 120 else "contested", "R"):
        assert part in plain(line)


@pytest.mark.parametrize(
    ("width", "copied", "expected"),
    [
        (120, "3 min ago", "copy, last change 3 min ago"),
        (60, "3 min ago", "copy, last change 3 min ago"),
        (30, "3 min ago", "copy, 3 min ago"),
        (20, "3 min ago", "copy"),
        (120, "", "copy"),
    ],
)
def test_a_copy_says_how_old_it_is_as_far_as_there_is_room(width: int, copied: str, expected: str) -> None:
    said = plain(header(overview(), Scope(), None, False, width, copied=copied))
    assert said.rstrip().endswith(f" {expected}")
    assert width_of(header(overview(), Scope(), None, False, width, copied=copied)) == width
    assert "copy" not in plain(header(overview(), Scope(), None, False, width))
