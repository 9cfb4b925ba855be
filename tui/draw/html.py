"""Pages of HTML that stand alone: elements whose text is escaped as they are made, and the page around them.

What comes from a store is plain text, and is escaped where it is put into an element or an attribute. Only what this
module has made is `Html`, and goes in as it is; joined by other means it is plain text again. So escaping can't be
forgotten, and no record can become markup, a style, a script or an address.

    element("p", "by ", own(name), class_="by")      # <p class="by">by <bdi>Ann &amp; Co</bdi></p>
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from html import escape as _escaped
from pathlib import Path
from typing import Final
from urllib.parse import quote

from db.text import shown
from tui.draw.address import address as leads


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


NOTHING: Final = Html()


def escape(text: str) -> Html:
    """Return text for an element or an attribute; what is HTML already stays, and unsafe characters are replaced."""
    return text if isinstance(text, Html) else Html(_escaped(shown(text)))


def element(name: str, *inside: str, **attributes: str | bool | None) -> Html:
    """Return an element.

    Args:
        name: Its name, as this program has it and never a store.
        inside: What is in it, escaped.
        attributes: By name, escaped too; `class_` is `class`, True is one without a value, False and None is none.
    """
    return Html(f"{opened(name, **attributes)}{join(inside)}{closed(name)}")


def opened(name: str, **attributes: str | bool | None) -> Html:
    """Return the start of an element whose inside is too long to be held; the rest is as with `element`."""
    parts = [
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    ]
    return Html(f"<{name}{''.join(parts)}>")


def closed(name: str) -> Html:
    """Return the end of an element."""
    return Html(f"</{name}>")


def items(parts: Iterable[str], **attributes: str | bool | None) -> Html:
    """Return a list, whose items are elements; nothing without any."""
    inside = join(parts)
    return element("ul", inside, **attributes) if inside else NOTHING


def join(parts: Iterable[str], between: str = "") -> Html:
    """Return parts one after the other, escaped; those that are empty are left out."""
    return Html(escape(between).join(escape(part) for part in parts if part))


def own(text: str, name: str = "bdi") -> Html:
    """Return text of a store in an element in which it runs in the direction of its own letters; nothing for ""."""
    return element(name, text, dir=None if name == "bdi" else "auto") if text else NOTHING


def anchor(kind: str, slug: str) -> str:
    """Return the id that a record has in every page: of its kind and its slug, in letters that an address can have."""
    return f"{kind}-{quote(shown(slug), safe='')}"


def to(place: str, *inside: str, class_: str | None = None) -> Html:
    """Return a link to another place in the page.

    Args:
        place: The id there, as of `anchor`.
        inside: What is in it, escaped.
        class_: Its class.
    """
    return element("a", *inside, href=f"#{place}", class_=class_)


def link(address: str, text: str = "") -> Html:
    """Return a link to the web; what is no address there, such as a script, stays text and is no link.

    Args:
        address: As a store has it.
        text: What is shown instead of the address, which then stands beside it in print only.
    """
    if not leads(address):
        return join((own(text), own(address)), " ")
    rel = "noopener noreferrer"
    return element("a", own(text or address), href=address, rel=rel, class_="named" if text else "address")


@cache
def _style(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def page(title: str, body: Iterable[str], style: str = "page.css") -> Iterator[str]:
    """Yield a page of its own: it loads nothing, runs nothing and sends nothing, whatever is in it.

    Only the style that is written here counts, which is told by its hash (W3C Content Security Policy).

    Args:
        title: What it is called in a window or a list.
        body: Its parts, each escaped.
        style: The name of the file that says how it looks.
    """
    looks = _style(style)
    known = b64encode(sha256(looks.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"{element('title', title)}\n<style>{looks}</style>\n</head>\n<body>\n"
    )
    for part in body:
        yield escape(part)
    yield "</body>\n</html>\n"
