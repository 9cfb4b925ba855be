"""How pages of HTML look: every text stands out from its ground, in the light, in the dark and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

import tui.draw.html

STYLE: Final = Path(tui.draw.html.__file__).with_name("page.css").read_text(encoding="utf-8")
PAIRS: Final = (
    *((text, ground) for ground in ("ground", "accent-ground") for text in ("text", "dim", "accent", "deny", "link")),
    *((f"on-{word}", word) for word in ("demands", "accepts", "neutral", "opposes", "rejects")),
)
"""Colours of text, and of what it stands on."""


def colours(media: str) -> dict[str, str]:
    """The colours in one light: those of the daylight, and what others stand in their place."""
    found: dict[str, str] = {}
    for number, part in enumerate(STYLE.split("@media ")):
        if number == 0 or media in part.partition("{")[0]:
            found |= dict(re.findall(r"--([\w-]+): (#\w+);", part))
    return found


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("media", ["daylight", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(media: str, text: str, ground: str) -> None:
    known = colours(media)
    less, more = sorted((brightness(known[text]), brightness(known[ground])))
    assert (more + 0.05) / (less + 0.05) >= 4.5, "WCAG 2.2, 1.4.3, level AA"


def test_the_style_of_paper_and_of_the_dark_are_found() -> None:
    assert len({colours(media)["ground"] for media in ("daylight", "dark", "print")}) == 3


def test_what_is_folded_is_open_on_paper() -> None:
    paper = STYLE.partition("@media print")[2]
    assert re.search(r"details::details-content \{[^}]*content-visibility: visible", paper)
    assert re.search(r"tr, li[^{]*\{[^}]*break-inside: avoid", paper)
