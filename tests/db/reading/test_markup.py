"""HTML as others put it into data."""

from __future__ import annotations

import pytest

from db.reading.markup import plain


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("plain text", "plain text"),
        ("a < b and b > c", "a < b and b > c"),
        ("Tom &amp; Jerry &lt;b&gt; &#8212;", "Tom & Jerry <b> —"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("one<br/>two<br>three", "one two three"),
        ("w<b>or</b>d", "word"),
        ("<!-- not <b>this</b> -->seen", "seen"),
        ("<script>if (a < b) evil()</script>seen<style>p {}</style>", "seen"),
        ("<SCRIPT>never closed", ""),
        ("<!-- never closed", ""),
        ("<!DOCTYPE html><?php x ?>seen", "seen"),
        ("<![if ! IE]>seen<![endif]>", "seen"),
        ('<a href="https://example.org">a link</a>', "a link"),
        ("<b", "<b"),
        ("a\nb\x1b[2J", "a b[2J"),
    ],
)
def test_only_the_words_are_taken(html: str, words: str) -> None:
    assert plain(html)[0] == words


def test_where_it_links_to_is_told() -> None:
    html = "<a class=x href='https://a.example/?a=1&amp;b=2'>a</a> <A HREF=https://b.example>b</A> <a href=''>c</a>"
    assert plain(html)[1] == ["https://a.example/?a=1&b=2", "https://b.example"]


@pytest.mark.parametrize("mark", ["<", "<a ", "<!--", "</", "<?", "<![", '<a href="', "<script>", "&#", "<p><"])
def test_a_text_that_is_made_to_keep_a_parser_busy_does_not(mark: str) -> None:
    """Python's own parser takes minutes for some of these."""
    plain(mark * (1_000_000 // len(mark)))
