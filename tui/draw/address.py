"""Addresses that may become links: plain web addresses, and nothing that only looks like one."""

from __future__ import annotations

import re
from typing import Final

_WEB: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d{1,5})?"  # no user, no bare number
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&()*+,;=%]*)?",  # RFC 3986, without the apostrophe
    re.IGNORECASE | re.ASCII,
)
_LONGEST: Final = 2000


def address(url: str) -> str:
    """Return a web address if a link may lead there, else "": one that hides where it leads is only text."""
    return url if len(url) <= _LONGEST and _WEB.fullmatch(url) else ""
