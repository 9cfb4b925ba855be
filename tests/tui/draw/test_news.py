"""What has changed, drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.news import Batch, News, Touched
from db.seen import Seen, Tally
from tests.tui.draw.make import HOSTILE, TEXTS
from tui.draw.news import badge, caption, done, rows
from tui.draw.spans import plain, width_of


def touched(title: str = "A meeting", **more: Any) -> Touched:  # noqa: ANN401
    given: dict[str, Any] = {"record": 7, "kind": "event", "title": title, "added": True, "edited": False}
    return Touched(**{**given, **more})


def batch(*records: Touched, more: bool = False, command: str = "import talks.toml") -> Batch:
    return Batch(3, "2026-02-05T09:30:00+00:00", "ann", command, records, more)


def news(*batches: Batch, **more: Any) -> News:  # noqa: ANN401
    given: dict[str, Any] = {"newest": Seen(3), "added": 1, "changed": 2, "more": False, "batches": batches, "older": 0}
    return News(**{**given, **more})


def lines(found: News, width: int = 120) -> list[str]:
    return [plain(row.line).rstrip() for row in rows(found, width)]


def test_a_change_says_when_who_and_how_and_below_it_what() -> None:
    head, line = lines(news(batch(touched(claims=2, outlets=("GA", "PO")))))
    assert head == " 5 Feb 2026 09:30 UTC · ann · import talks.toml"
    assert line.split("  ")[0] == " + event"
    assert "A meeting" in line
    assert line.endswith("added · 2 claims (GA PO)")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (touched(), "added"),
        (touched(added=False, edited=True, fields=("starts", "title")), "edited: starts, title"),
        (touched(added=False, edited=True), "edited"),
        (touched(added=False, claims=1, outlets=("PO",)), "1 claim (PO)"),
        (touched(added=False, names=1, links=2, passages=3), "1 spelling · 2 links · 3 passages"),
    ],
)
def test_what_was_done_is_said_in_a_few_words(record: Touched, said: str) -> None:
    assert done(record) == said


def test_what_was_there_has_another_sign_than_what_was_added() -> None:
    _, new, old = lines(news(batch(touched(), touched(added=False, claims=1))))
    assert (new[1], old[1]) == ("+", "~")


def test_where_it_is_narrow_what_was_done_stands_below() -> None:
    drawn = rows(news(batch(touched(claims=1, outlets=("PO",)))), 80)
    assert [row.record for row in drawn] == [None, 7, None]
    assert plain(drawn[2].line).strip() == "added · 1 claim (PO)"


def test_what_is_not_listed_is_said_to_be_there() -> None:
    text = "\n".join(lines(news(batch(touched(), more=True), batch(), older=4)))
    assert "… and more" in text
    assert "done anew by a later change" in text
    assert "… and 4 older changes" in text


def test_nothing_new_is_said() -> None:
    nothing = news(added=0, changed=0)
    assert lines(nothing) == [" Nothing has changed since you last looked."]
    assert caption(nothing) == ""


def test_the_caption_counts_what_can_be_counted() -> None:
    assert caption(news()) == "1 added · 2 changed"
    assert caption(news(added=900, changed=1100, more=True)) == "2,000 records or more"


@pytest.mark.parametrize(
    ("tally", "looked", "said"),
    [
        (Tally(), 0, ""),
        (Tally(count=3), 0, "3 new"),
        (Tally(count=3), 2, "1 new"),
        (Tally(count=3), 5, ""),
        (Tally(count=1000, more=True), 0, "1,000+ new"),
    ],
)
def test_the_header_counts_what_is_not_looked_at_yet(tally: Tally, looked: int, said: str) -> None:
    assert badge(tally, looked) == said


@given(TEXTS | st.just(HOSTILE), TEXTS, st.integers(1, 220), st.booleans())
def test_whatever_it_says_it_is_as_wide_as_the_page_and_only_text(
    title: str, command: str, width: int, added: bool
) -> None:
    record = touched(title, kind=command, added=added, claims=1, outlets=(title,), fields=(command,), edited=not added)
    for row in rows(news(batch(record, command=command), older=1), width):
        assert width_of(row.line) == width
        assert plain(row.line).isprintable() or not any(ord(char) < 32 for char in plain(row.line))
