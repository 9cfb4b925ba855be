"""Saved views: naming, replacing, removing; the default; and the file that keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import UsageError
from db.text import folded
from db.views import View
from tests.db.helpers import is_one_sentence
from tui.own.file import OwnError
from tui.own.folders import at
from tui.own.views import LONGEST, MOST, NONE, Views, ViewsFile, pick, refused

PLAIN, CONTESTED = View(), View(contested_only=True)


@pytest.fixture
def file(tmp_path: Path) -> ViewsFile:
    return ViewsFile(tmp_path / "config" / "views.json")


def test_views_are_kept_and_come_back_in_alphabetical_order(file: ViewsFile) -> None:
    whole = View("talks", "round-1", "2026-02-04", "party:alpha", True, True, False, "issue:land")
    file.name("Zebra", whole)
    file.name("apple", PLAIN)
    assert [*file.load().known.items()] == [("apple", PLAIN), ("Zebra", whole)]
    assert file.load().default is None


def test_a_name_in_another_case_is_the_same_name(file: ViewsFile) -> None:
    file.name("Morning", PLAIN)
    file.begin_with("Morning")
    file.name("  morning ", CONTESTED)
    assert dict(file.load().known) == {"morning": CONTESTED}
    assert file.load().default == "morning"
    assert pick(file, "MORNING") == CONTESTED


def test_a_view_that_is_removed_is_the_default_no_longer(file: ViewsFile) -> None:
    file.name("one", PLAIN)
    file.name("two", PLAIN)
    file.begin_with("two")
    file.remove("one")
    assert file.load() == Views({"two": PLAIN}, "two")
    file.remove("two")
    assert file.load() == Views({}, None)
    file.begin_with("gone")
    assert file.load().default is None


@pytest.mark.parametrize("name", ["", "  ", "\x1b", "none", "None", "x" * (LONGEST + 1)])
def test_some_names_are_refused_with_a_sentence(name: str, file: ViewsFile) -> None:
    assert is_one_sentence(refused(name))
    with pytest.raises(UsageError):
        file.name(name, PLAIN)
    assert file.load() == NONE


def test_there_are_not_more_than_can_be_looked_through() -> None:
    views = NONE
    for number in range(MOST):
        views = views.named(f"view {number}", PLAIN)
    with pytest.raises(UsageError, match="remove one first"):
        views.named("one more", PLAIN)
    assert views.named("VIEW 7", CONTESTED).known["VIEW 7"] == CONTESTED


def test_an_unknown_view_is_answered_with_those_there_are(file: ViewsFile) -> None:
    file.name("Morning", PLAIN)
    with pytest.raises(UsageError) as said:
        pick(file, "eve\x1bning")
    assert is_one_sentence(str(said.value))
    assert "“Morning”" in str(said.value)


NAMES = st.text(max_size=LONGEST + 5)


@given(st.lists(st.tuples(NAMES, st.booleans())))
def test_no_two_views_are_called_alike_and_the_last_word_counts(names: list[tuple[str, bool]]) -> None:
    views, expected = NONE, dict[str, bool]()
    for name, contested in names:
        if not refused(name):
            views = views.named(name, View(contested_only=contested))
            expected[folded(name)] = contested
    assert {folded(name): view.contested_only for name, view in views.known.items()} == expected


@pytest.mark.parametrize(
    "views",
    [
        {"a": 7},
        {"a": {"contested_only": "yes"}},
        {"a": {"colour": "red"}},
        {"a": {"as_of": "yesterday"}},
        {"none": {}},
        {" a ": {}},
        {"\x1b[2J": {}},
    ],
    ids=str,
)
def test_a_view_that_makes_no_sense_makes_the_file_a_damaged_one(views: object, tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    path.write_text(json.dumps({"format": 1, "default": None, "views": views}))
    with pytest.raises(OwnError) as said:
        ViewsFile(path).load()
    assert is_one_sentence(str(said.value))


def test_a_file_by_hand_needs_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    path.write_text('{"format": 1, "default": "gone", "views": {"a": {"as_of": "2026-02-04"}}}')
    assert ViewsFile(path).load() == Views({"a": View(as_of="2026-02-04")}, None)


def test_without_a_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = at(Path("~/.local/state"), Path("~/.config"))
    with pytest.raises(OwnError, match="HOME"):
        own.views.name("x", PLAIN)
    assert own.views.load() == NONE
    assert own.seen.of(tmp_path) is None
    assert [*tmp_path.iterdir()] == []
