"""TimelineJS: a slide for each event that has a day, and nothing in it that its page would run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from db.exporting.selection import Selection
from db.exporting.timelinejs import timelinejs
from db.importing import How, import_file
from db.scope import Scope
from db.text import UNSAFE
from tests.db.exporting.exported import ALL, exported, with_notes
from tests.db.exporting.test_selection import TWO
from tests.traps import trap
from tui.draw.days import human


def form(selection: Selection) -> Iterator[str]:
    return timelinejs(selection, human)


def document(path: Path, scope: Scope = ALL) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(path, form, scope))
    return found


def slide(talks: Callable[[str], Path], fields: str) -> dict[str, Any]:
    path = talks(f'[events.one]\ntype = "ROUND"\nstatus = "held"\ntitle = "One"\n{fields}\n')
    found: dict[str, Any] = document(path)["events"][0]
    return found


@pytest.mark.parametrize(
    ("fields", "start", "end", "shown"),
    [
        ('starts = "2026-02-04"', (2026, 2, 4), None, "4 Feb 2026"),
        ('starts = "2026-02"', (2026, 2), None, "Feb 2026"),
        ('starts = "2026"', (2026,), None, "2026"),
        ('starts = "2026-02-03?"', (2026, 2, 3), None, "3 Feb 2026?"),
        ('starts = "[..2026-02-04]"', (2026, 2, 4), None, "by 4 Feb 2026"),
        ('starts = "2022-23"', (2022, 9, 1), None, "autumn 2022"),
        ('starts = "-0044-03-15"', (-45, 3, 15), None, "15 Mar -0044"),
        ('starts = "2026-01-23"\nends = "2026-01-24"', (2026, 1, 23), (2026, 1, 24), "23 Jan 2026 – 24 Jan 2026"),
        ('starts = "2026-02-04T10:30+04:00[Asia/Dubai]"', (2026, 2, 4, 10, 30), None, "4 Feb 2026 10:30 (Asia/Dubai)"),
        ('ends = "2026-02-04"', (2026, 2, 4), None, "4 Feb 2026"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    talks: Callable[[str], Path], fields: str, start: tuple[int, ...], end: tuple[int, ...] | None, shown: str
) -> None:
    found = slide(talks, fields)
    names = ("year", "month", "day", "hour", "minute")
    assert found["start_date"] == dict(zip(names, start, strict=False))
    assert found.get("end_date") == (dict(zip(names, end, strict=False)) if end else None)
    assert found["display_date"] == shown


def test_a_slide_says_who_was_there_and_who_says_what(talks: Callable[[str], Path]) -> None:
    found = {one["unique_id"]: one for one in document(talks(TWO))["events"]}
    assert found["round"]["text"]["headline"] == "Round"
    assert found["round"]["group"] == "round of talks"
    assert found["round"]["text"]["text"] == (
        "<p>Town · Alpha: attends · Gamma: host</p><ul>"
        "<li>The Post ¶ 1: status, planned; said 20 Jan 2026</li>"
        "<li>The Post → Bob → Beta: starts, 30 Jan 2026; said 20 Jan 2026</li>"
        "<li>Gazette ¶ 2: starts, 1 Feb 2026; said 28 Jan 2026</li></ul>"
    )
    assert found["round"]["autolink"] is False
    assert document(talks(""))["title"]["text"]["headline"] == "The talks · Others"
    alone = document(talks(""), Scope(process="talks"))
    assert alone["title"]["text"]["headline"] == "The talks · Others"  # one of its events is in the other too


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.found.add(tag)


def test_text_of_others_is_never_markup(store_path: Path, talks: Callable[[str], Path]) -> None:
    path = talks("""
[events.one]
type = "ROUND"
status = "held"
title = '<script>alert("x")</script>'
summary = "<img src=x onerror=alert(1)> & more"
starts = "2026-02-04"
claims = [{source="post", quote="</li><script>"}]
""")
    [found] = document(path)["events"]
    assert found["text"]["headline"] == "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"
    trap(store_path)
    text = exported(store_path, form)
    assert not any(UNSAFE.search(line) for line in text.split("\n"))
    for one in (found, *json.loads(text)["events"]):
        tags = Tags()
        for part in (one["display_date"], one["group"], *one["text"].values()):
            tags.feed(part)
        assert tags.found <= {"p", "ul", "li"}


def test_what_has_no_day_is_left_out_and_counted(talks: Callable[[str], Path]) -> None:
    events = "".join(
        f'[events.e{number}]\ntype = "ROUND"\nstatus = "planned"\ntitle = "E"\n{starts}\n'
        for number, starts in enumerate(("", 'starts = "2026-02-04"', 'starts = "Y-1700002"'))
    )
    text, notes = with_notes(talks(events), form)
    assert [one["unique_id"] for one in json.loads(text)["events"]] == ["e1"]
    assert notes == ["Events without a day that TimelineJS can show: 2 left out."]


def test_an_empty_store_is_a_timeline_too(empty_store: Path) -> None:
    assert document(empty_store) == {"scale": "human", "events": []}


def test_our_own_importer_reads_it(store_path: Path, empty_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "timeline.json"
    file.write_text(exported(store_path, form), encoding="utf-8")
    report = import_file(empty_store, file, How(source="Me", process="Talks"))
    assert report.format == "TimelineJS"
    assert {count.kind: count.added for count in report.counts}["event"] == 50
