"""What a page rests on, and how to read it: its sources, numbered, with their addresses; its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.whole import Source
from tui.draw import look
from tui.draw.days import human
from tui.draw.html import Html, element, join, link, own
from tui.draw.page.notes import Notes


def listed(found: Iterable[Source], notes: Notes) -> Iterator[Html]:
    """Yield the sources that were named, in the order of their numbers."""
    for one in found:
        about = [
            f"by {one.author}" if one.author else "",
            human(one.published),
            f"in {one.language}" if one.language else "",
            f"from {one.country}" if one.country else "",
            f"aligned with {one.aligned}" if one.aligned else "",
        ]
        name = join((element("b", own(one.publisher)), element("cite", one.title, dir="auto")), ": ")
        yield element(
            "li",
            name,
            element("div", join(map(own, about), " · "), class_="small dim"),
            element("div", link(one.url), class_="small") if one.url else "",
            id=notes.place(one.id),
            value=str(notes.number(one.id)),
        )


def legend(heard: bool) -> Html:
    """Return what each mark means, those of one voice's word only if one is heard."""
    left_out = {look.mark(name) for name in ("uncited", "new", *(() if heard else ("silent", "declined", "opposed")))}
    pairs = [
        element("div", element("dt", sign), element("dd", meaning))
        for sign, meaning in look.meanings()
        if sign not in left_out
    ]
    return element("dl", *pairs, class_="legend")
