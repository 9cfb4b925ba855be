"""TimelineJS (timeline.knightlab.com): slides with dates, headlines and text in HTML. They become events.

An event is on the word of the source that is given with the import: a slide's media are what it shows, not where its
text is from, so their addresses are kept beside it. A slide says nothing of what kind of event it is, except perhaps by
its group; years before 1 are counted as people do, without a year 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from db.drafts import Draft, Unit
from db.errors import TalksFileError
from db.reading.document import Document, Item, Slugs, as_object, left, listed, said
from db.reading.jsonfile import write_json
from db.reading.markup import plain
from db.reading.words import meant
from db.shapes import BY_TABLE
from db.text import brief

_CLOCK: Final = ("hour", "minute", "second", "millisecond")
_USED: Final = ("start_date", "end_date", "text", "unique_id", "autolink", "background", "group")
_FARTHEST: Final = 999_999_999


class _DateError(ValueError):
    """A date of a slide is none; the message says why, without a full stop."""


def slides(document: object) -> list[Any] | None:
    """Return the slides of a timeline; None if a document is none."""
    if not isinstance(document, Mapping):
        return None
    older = document.get("timeline")
    if isinstance(older, Mapping) and isinstance(older.get("date"), list):
        return [_newer(slide) for slide in older["date"]]
    events = document.get("events")
    if not isinstance(events, list):
        return None
    ours = any(
        isinstance(slide.get("start_date"), Mapping) or isinstance(slide.get("text"), Mapping)
        for slide in listed(events)
    )
    return events if ours or not events or "eras" in document or "scale" in document else None


class TimelineReader(Document):
    """A timeline that is being read: a unit is a slide."""

    def __init__(self, path: Path, document: object, notes: Iterable[str] = ()) -> None:
        super().__init__("TimelineJS", notes)
        found = slides(document)
        if found is None:
            raise TalksFileError([f"{path} is not a timeline of TimelineJS: it has no list of events."])
        self._slides = found
        self._all = len(found)
        self._slugs = Slugs()
        document = cast(Item, document)
        title, _ = _text(as_object(document.get("title")))
        if title:
            self.notes.append(f"It is called “{title}”: its events belong to the process that is given.")
        if eras := listed(document.get("eras")):
            self.notes.append(f"Left aside, since they are no events: {len(eras):,} eras.")
        kinds = [meant("event_type", slide.get("group")) for slide in listed(found)]
        if unknown := kinds.count(None):
            self.notes.append(
                f"Taken for meetings, since they don't say what kind of event they are: {unknown:,} slides."
            )

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some slides to a new timeline, as `Reader.rest` says."""
        write_json({"events": [*raws]}, into)

    def _units(self) -> Iterator[Unit]:
        for number, slide in enumerate(self._slides, 1):
            unit = Unit(f"events[{number}]", [], slide)
            if isinstance(slide, Mapping):
                self._event(unit, slide)
            else:
                unit.problems.append(f"{unit.where}: expected an object, found “{brief(slide)}”.")
            yield unit

    def _event(self, unit: Unit, slide: Item) -> None:
        title, summary = _text(slide)
        media = as_object(slide.get("media"))
        title = title or plain(said(media, "caption", "title"))[0] or summary
        if not title:
            unit.problems.append(f"{unit.where}.text.headline: it is missing.")
        dates: dict[str, str | None] = {}
        for name in ("start_date", "end_date"):
            try:
                dates[name] = _date(slide.get(name))
            except _DateError as fault:
                unit.problems.append(f"{unit.where}.{name}: {fault}.")
                dates[name] = None
        kind = meant("event_type", slide.get("group"))
        values: dict[str, object] = {
            "type": kind or "CONSULT",
            "status": "held",
            "title": title,
            "summary": summary if summary != title else None,
            "starts": dates["start_date"],
            "ends": dates["end_date"],
        }
        slug = self._slugs.of(said(slide, "unique_id") or title, (dates["start_date"] or "")[:10])
        draft = Draft(BY_TABLE["events"], unit.where, slug, None, values, claims=[{}], extra=_extra(slide, bool(kind)))
        draft.columns = {"title": "text.headline", "summary": "text.text", "starts": "start_date", "ends": "end_date"}
        unit.drafts.append(draft)


def _text(slide: Item) -> tuple[str, str]:
    """Return the headline and the text of a slide, without their HTML."""
    text = slide.get("text")
    if isinstance(text, str):
        return "", plain(text)[0]
    words = as_object(text)
    return plain(said(words, "headline"))[0], plain(said(words, "text"))[0]


def _extra(slide: Item, grouped: bool) -> dict[str, object]:
    """Return what no field takes: media, links, a group that is no kind of event, clock times and dates in words."""
    extra = left(slide, [name for name in _USED if name != "group" or grouped])
    words = as_object(slide.get("text"))
    if links := [link for name in ("headline", "text") for link in plain(said(words, name))[1]]:
        extra["links"] = links
    for name in ("start_date", "end_date"):
        given = as_object(slide.get(name))
        if any(said(given, part) not in ("", "0") for part in (*_CLOCK, "display_date")):
            extra[name] = dict(given)
    return extra


def _date(given: object) -> str | None:
    """Return a slide's date as EDTF: a year, a month or a day. Its clock time has no zone, so its day stands for it.

    Raises:
        _DateError: It is none.
    """
    if given in (None, "", {}):
        return None
    if not isinstance(given, Mapping):
        raise _DateError(f"expected an object with a year, found “{brief(given)}”")
    year = _number(given, "year", -_FARTHEST, _FARTHEST)
    if year is None:
        raise _DateError("it has no year")
    year += year < 0
    month, day = _number(given, "month", 1, 12), _number(given, "day", 1, 31)
    if abs(year) > 9999 and (month is None or day is None):
        return f"Y{year}"
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    written = f"{sign}{abs(year):04}"
    if month is None:
        return written
    return f"{written}-{month:02}" if day is None else f"{written}-{month:02}-{day:02}"


def _number(given: Item, name: str, least: int, most: int) -> int | None:
    text = said(given, name)
    if not text:
        return None
    try:
        number = int(float(text)) if text.endswith(".0") else int(text)
    except (ValueError, OverflowError):
        raise _DateError(f"its {name} “{brief(text)}” is not a number") from None
    if not least <= number <= most:
        raise _DateError(f"its {name} {brief(number)} is not from {least} to {most}")
    return number


def _newer(slide: object) -> object:
    """Return a slide of TimelineJS 1 or 2 as TimelineJS 3 has it."""
    if not isinstance(slide, Mapping):
        return slide
    asset = as_object(slide.get("asset"))
    made: dict[str, object] = {
        "text": {"headline": said(slide, "headline"), "text": said(slide, "text")},
        "group": said(slide, "tag"),
        "media": {"url": said(asset, "media"), "credit": said(asset, "credit"), "caption": said(asset, "caption")},
    }
    for name, old in (("start_date", "startDate"), ("end_date", "endDate")):
        parts = [part.strip() for part in said(slide, old).replace("/", ",").split(",")]
        if len(parts) == 3 and len(parts[2]) == 4:  # 12/31/2011
            parts = [parts[2], parts[0], parts[1]]
        made[name] = dict(zip(("year", "month", "day", *_CLOCK), parts, strict=False)) if parts[0] else None
    return made
