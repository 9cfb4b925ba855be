"""The net under every widget: nothing that commands a terminal leaves the program as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

from db.text import UNSAFE, drawable, shown

if TYPE_CHECKING:
    from textual.color import Color

_WEB: Final = re.compile(r"https?://[!-~]+")


class ControlFilter(LineFilter):
    """Takes unsafe characters out of every line just before it is sent, whichever widget drew it.

    Lines were laid out by width before they come here, and one that grew would push what is right of it: so
    an unsafe character that takes a cell becomes U+FFFD, and one that takes none is left out, as are floods of
    marks. Link targets travel in escape sequences of their own: only addresses on the web in plain ASCII keep
    theirs.

    One object serves a whole app, since Textual caches lines by filter. It has to be the first of
    `App.get_line_filters`.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return `segments` with the same width each, safe to send; the same list if it was safe already."""
        for text, style, control in segments:
            if not (drawable(text) or control) or (style is not None and style.link):
                return [_safe(segment) for segment in segments]
        return segments


def _safe(segment: Segment) -> Segment:
    text, style, control = segment
    if control:  # written by Textual or Rich themselves
        return segment
    if style is not None and style.link and not _WEB.fullmatch(style.link):
        style = style.update_link(None)
    if not drawable(text):
        width = cell_len(text)
        # What stood apart can now join up (a letter and its mark) or stand apart, and be of another width.
        text = set_cell_size(shown(UNSAFE.sub(lambda match: "\ufffd" * cell_len(match[0]), text)), width)
    return Segment(text, style)
