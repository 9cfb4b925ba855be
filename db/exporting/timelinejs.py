"""TimelineJS JSON (timeline.knightlab.com, "JSON data format"): events as slides, for a web page of others.

TimelineJS puts what it is given into its page as HTML, so all text is escaped; it has no zones, so clock times are
those of the place, and no doubt, so what is uncertain is written out (`display_date`). What has no date can't be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from db.dates import DateError, bounds, civil, clock
from db.drafts import Draft
from db.exporting.drafts import drafts, gathered
from db.exporting.prose import Human, plain, said, title
from db.exporting.selection import Selection
from db.exporting.talks_json import dumped
from db.vocabulary import label

_FARTHEST: Final = 270_000
"""The last year that the human scale of TimelineJS has: JavaScript counts no farther."""
_DATE: Final = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?[?~%]?", re.ASCII)


def timelinejs(selection: Selection, human: Human) -> Iterator[str]:
    """Yield a timeline of the events of a selection, a slide at a time.

    Args:
        selection: What it is of; the names of its processes are the title.
        human: Writes a stored date for people.
    """
    names: list[Draft] = []
    comma = None
    lost = 0
    for draft, inside in gathered(drafts(selection)):
        if draft.shape.kind == "process":
            names.append(draft)
        if draft.shape.kind != "event":
            continue
        if comma is None:
            yield _opening(selection, names)
            comma = ""
        slide = _slide(selection, draft, inside, human)
        if slide is None:
            lost += 1
        else:
            yield f"{comma}\n    {dumped(slide, depth=2)}"
            comma = ","
    if comma is None:
        yield _opening(selection, names)
    yield "\n  ]\n}\n"
    if lost:
        selection.notes.append(f"Events without a day that TimelineJS can show: {lost:,} left out.")


def _opening(selection: Selection, names: Sequence[Draft]) -> str:
    about = names[0].values.get("summary", "") if len(names) == 1 else ""
    headline = " · ".join(title(one, selection) for one in names)
    text = {"headline": _html(headline), "text": _paragraph(str(about))}
    slide = f'\n  "title": {dumped({"text": text}, depth=1)},' if names else ""
    return f'{{{slide}\n  "scale": "human",\n  "events": ['


def _slide(selection: Selection, draft: Draft, inside: Sequence[Draft], human: Human) -> dict[str, object] | None:
    """Return the slide of an event; None if it has no day."""
    fields = draft.values
    starts, ends = str(fields.get("starts", "")), str(fields.get("ends", ""))
    begin, end = _date(starts or ends), _date(ends, last=True)
    if begin is None:
        return None
    parts = [part for part in inside if part.shape.kind == "event_party"]
    names = [
        f"{selection.called('party', str(part.values['party']))}: {label('event_role', str(part.values['role']))}"
        for part in parts
    ]
    place = selection.called("place", str(fields["place"])) if "place" in fields else ""
    status = "" if fields["status"] == "held" else label("status", str(fields["status"]))
    claims = "".join(f"<li>{_html(line)}</li>" for line in said(selection, draft, human))
    text = "".join(
        (
            _paragraph(str(fields.get("summary", ""))),
            _paragraph(" · ".join(part for part in (status, place, *names) if part)),
            f"<ul>{claims}</ul>" if claims else "",
        )
    )
    days = [human(date) for date in (starts, ends) if date]
    slide = {
        "start_date": begin,
        "end_date": end if starts and end != begin else None,
        "display_date": _html(" – ".join(days)),
        "text": {"headline": _html(title(draft, selection)), "text": text},
        "group": _html(label("event_type", str(fields["type"]))),
        "unique_id": draft.slug,
        "autolink": False,  # what looks like an address in a text of others is no link of ours
    }
    return {name: value for name, value in slide.items() if value is not None}


def _date(text: str, last: bool = False) -> dict[str, object] | None:
    """Return a stored date as far as it is known; None for none, or one that can't be read or is too far off.

    Args:
        text: EDTF.
        last: Whether the last day that it can mean is asked for.
    """
    found = _DATE.fullmatch(text)
    try:
        moment, known = clock(text), bounds(text)
    except DateError:  # a foreign store may hold anything
        return None
    if moment is not None:
        named = {"year": moment.year, "month": moment.month, "day": moment.day}
        return {**named, "hour": moment.hour, "minute": moment.minute}
    if found:
        year, month, day = found.groups()
        return _named(int(year), int(month or 0), int(day or 0))
    day = known.latest // 86_400 if last and known.latest is not None else known.day
    if day is None or abs(civil(day)[0]) > _FARTHEST:
        return None
    return _named(*civil(day))


def _named(year: int, month: int, day: int) -> dict[str, object]:
    """Return a date as TimelineJS has it: without a year 0, so that -44 is 44 BCE."""
    parts = {"year": year if year > 0 else year - 1, "month": month, "day": day}
    return {name: part for name, part in parts.items() if part}


def _html(text: str) -> str:
    return escape(plain(text))


def _paragraph(text: str) -> str:
    return f"<p>{_html(text)}</p>" if text else ""
