"""TimelineJS: slides as events."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from db.dates import bounds
from db.drafts import Draft
from db.errors import TalksFileError
from db.reading.timelinejs import TimelineReader
from tests.db.reading.samples import TIMELINE


def read(document: object) -> tuple[TimelineReader, list[Draft], list[str]]:
    """A timeline's reader, its drafts, and what is wrong with them."""
    reader = TimelineReader(Path("file.json"), document)
    units = [*reader.units()]
    return reader, [draft for unit in units for draft in unit.drafts], [one for unit in units for one in unit.problems]


def slide(**parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"start_date": {"year": 2026}, "text": {"headline": "A day"}, **parts}


def test_a_slide_is_an_event_without_its_html() -> None:
    _, drafts, problems = read(TIMELINE)
    assert problems == []
    event = drafts[0]
    assert (event.where, event.slug, event.claims) == ("events[1]", "second-round-2026-02-04", [{}])
    assert event.values == {
        "type": "ROUND",
        "status": "held",
        "title": "Second round & more",
        "summary": "They met. See this.",
        "starts": "2026-02-04",
        "ends": "2026-02-05",
    }


def test_media_links_and_clock_times_are_kept_beside_it() -> None:
    _, drafts, _ = read(TIMELINE)
    assert drafts[0].extra == {
        "media": TIMELINE["events"][0]["media"],
        "links": ["https://example.org/a"],
        "start_date": TIMELINE["events"][0]["start_date"],
    }
    assert drafts[1].extra == {"group": "History"}


def test_what_has_no_place_in_a_store_is_told() -> None:
    reader, _, _ = read(TIMELINE)
    assert reader.notes == [
        "It is called “How it went”: its events belong to the process that is given.",
        "Left aside, since they are no events: 1 eras.",
        "Taken for meetings, since they don't say what kind of event they are: 2 slides.",
    ]


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ({"year": 2026}, "2026"),
        ({"year": "2026", "month": "2"}, "2026-02"),
        ({"year": "2026", "month": "2", "day": 4}, "2026-02-04"),
        ({"year": 2026.0, "month": "2.0"}, "2026-02"),
        ({"year": "2026", "month": "", "day": "4"}, "2026"),
        ({"year": "800"}, "0800"),
        ({"year": "-1"}, "0000"),
        ({"year": "-44", "month": 3, "day": 15}, "-0043-03-15"),
        ({"year": "-13800", "month": 3}, "Y-13799"),
        ({"year": 12026, "month": 3, "day": 1}, "+12026-03-01"),
        ({"year": "-13800000"}, "Y-13799999"),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(date: object, written: str) -> None:
    _, [event], problems = read({"events": [slide(start_date=date)]})
    assert problems == []
    assert event.values["starts"] == written
    bounds(written)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"start_date": "2026"}, "start_date: expected an object with a year, found “2026”."),
        ({"start_date": {"month": 2}}, "start_date: it has no year."),
        ({"start_date": {"year": "long ago"}}, "start_date: its year “long ago” is not a number."),
        (
            {"start_date": {"year": "-13800000000"}},
            "start_date: its year -13800000000 is not from -999999999 to 999999999.",
        ),
        ({"end_date": {"year": 2026, "month": 13}}, "end_date: its month 13 is not from 1 to 12."),
        ({"text": {"headline": "<b></b>"}}, "text.headline: it is missing."),
    ],
)
def test_what_cannot_be_taken_is_named(parts: dict[str, Any], problem: str) -> None:
    assert read({"events": [slide(**parts)]})[2] == [f"events[1].{problem}"]


def test_a_slide_without_a_headline_is_called_as_it_says() -> None:
    _, drafts, _ = read(
        {"events": [slide(text={"text": "Only <i>text</i>"}), slide(text={}, media={"caption": "A <b>photo</b>"})]}
    )
    assert [draft.values["title"] for draft in drafts] == ["Only text", "A photo"]
    assert drafts[0].values["summary"] is None


def test_slides_that_are_called_the_same_are_told_apart() -> None:
    _, drafts, _ = read({"events": [slide(), slide(), slide(start_date={"year": 2027})]})
    assert [draft.slug for draft in drafts] == ["a-day-2026", "a-day-2026-2", "a-day-2027"]


def test_a_timeline_of_an_earlier_version_is_read() -> None:
    old = {
        "timeline": {
            "headline": "Old",
            "type": "default",
            "date": [
                {
                    "startDate": "2026,2,4",
                    "endDate": "2/5/2026",
                    "headline": "A day",
                    "text": "<p>Text</p>",
                    "tag": "Treaty",
                    "asset": {"media": "https://example.org/p.jpg", "credit": "", "caption": ""},
                }
            ],
        }
    }
    _, [event], problems = read(old)
    assert problems == []
    assert (event.values["starts"], event.values["ends"], event.values["type"]) == ("2026-02-04", "2026-02-05", "AGREE")
    assert event.extra["media"]


def test_another_document_is_refused() -> None:
    with pytest.raises(TalksFileError, match="is not a timeline of TimelineJS: it has no list of events"):
        TimelineReader(Path("file.json"), {"events": {}})


def test_what_is_left_of_a_timeline_is_one_again(tmp_path: Path) -> None:
    bad = slide(start_date={"year": "?"})
    reader, _, _ = read({"events": [slide(), deepcopy(bad), 5]})
    rest = tmp_path / "rest.json"
    reader.rest([unit.raw for unit in reader.units() if unit.problems], rest)
    assert json.loads(rest.read_text()) == {"events": [bad, 5]}
    with pytest.raises(FileExistsError):
        reader.rest([], rest)
