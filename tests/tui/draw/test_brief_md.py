"""A briefing as Markdown, read by another program's parser: whatever the store holds is text and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from db.text import shown
from tests.traps import TRAPS
from tests.tui.draw.hostile import ANY, page, plain
from tui.draw.brief import Page, Part
from tui.draw.brief.md import markdown


def written(one: Page) -> str:
    return "".join(f"{line}\n" for line in markdown(one))


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [*found, *(child for token in found for child in token.children or ())]


def read(text: str) -> list[str]:
    """What a reader sees of each paragraph, heading and item."""
    return [
        "".join(child.content for child in token.children or () if child.type in ("text", "text_special"))
        for token in MarkdownIt("commonmark").parse(text)
        if token.type == "inline"
    ]


def kinds(text: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for token in tokens(text):
        counted[token.type] = counted.get(token.type, 0) + 1
    return counted


@given(ANY)
def test_whatever_the_store_holds_is_text_and_nothing_else(text: str) -> None:
    found = kinds(written(page(text)))
    harmless = kinds(written(page("Text")))
    odd = {
        kind for kind in found
        if kind not in harmless and kind not in ("text", "text_special")
    }  # fmt: skip
    assert not odd
    structure = ("heading_open", "list_item_open", "bullet_list_open", "ordered_list_open", "link_open")
    if plain(text):
        assert [found.get(kind, 0) for kind in structure] == [harmless.get(kind, 0) for kind in structure]


@given(ANY)
def test_a_reader_sees_what_the_store_holds(text: str) -> None:
    if not plain(text):
        return
    seen = read(written(page(text)))
    assert seen[:2] == [plain(text), plain(text)]
    assert seen[3] == f"{plain(text)} — {plain(text)} [1]"
    assert seen[4] == f"{plain(text)} [1][2]"


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_no_trap_comes_through(trap: str) -> None:
    text = written(page(trap))
    assert shown(text.replace("\n", "")) == text.replace("\n", "")
    assert "link_open" not in kinds(text)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("https://example.org/ x", False),
        ("https://example.org/><b>", False),
        ("https://user@example.org", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_only_a_plain_web_address_of_a_source_is_a_link(url: str, linked: bool) -> None:
    links = [token.attrs["href"] for token in tokens(written(page("Text", url))) if token.type == "link_open"]
    assert links == ([url] if linked else [])


@pytest.mark.parametrize("text", ["see https://evil.com now", "me@evil.com", "~~x~~", "HTTP://EVIL.COM", "a|b\n-|-"])
def test_what_github_adds_to_markdown_marks_nothing_up_either(text: str) -> None:
    github = MarkdownIt("gfm-like")
    assert github.linkify is not None
    github.linkify.set({"fuzzy_link": False})  # GitHub links no bare name of a host
    found = [child.type for token in github.parse(written(page(text))) for child in token.children or ()]
    assert {*found} <= {"text", "strong_open", "strong_close"}


def test_where_there_are_no_notes_there_is_no_list_of_them() -> None:
    assert "Notes" not in written(Page("Talks", (), (Part("Next", (), "Nothing."),), ()))
