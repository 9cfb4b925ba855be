"""Characters for terminals that can't show those of the board: another one stands for each, of the same width.

The tables are in `letters.toml`. Nothing of it is loaded where the terminal can show all.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from rich.cells import cell_len

CONSOLES: Final = ("linux", "vt")
"""How the names of terminals begin that are consoles: what they can show is decided by a font, or in hardware."""

_COERCED: Final = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python itself sets LC_CTYPE to where the locale is C (PEP 538)."""

Set = Literal["console", "ascii"]


def which(environment: Mapping[str, str], encoding: str) -> Set | None:
    """Tell which characters a terminal can show, None for all.

    A console whose locale isn't a UTF-8 one (`LANG=C`) may read single bytes, as a serial line to real hardware does.
    Of any other terminal that is not believed: over SSH a locale is often missing, and nearly all read UTF-8.

    Args:
        environment: As in `os.environ`: TERM, and the locale in LC_ALL, LC_CTYPE or LANG.
        encoding: What is written to it in.
    """
    if encoding.lower().replace("-", "") != "utf8":
        return "ascii"
    term = environment.get("TERM", "")
    if not term.startswith(CONSOLES):
        return None
    kind = environment.get("LC_CTYPE", "")
    named = environment.get("LC_ALL"), "" if kind in _COERCED else kind, environment.get("LANG")
    locale = next(filter(None, named), "")
    if "utf8" not in locale.lower().replace("-", ""):
        return "ascii"
    return "console" if term.startswith("linux") else None


def table(which: Set) -> dict[int, str]:
    """Return what stands for each character, for `str.translate`."""
    found = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))[which]
    pairs = {ord(char): instead for chars, others in found.items() for char, instead in zip(chars, others, strict=True)}
    return _Ascii(pairs) if which == "ascii" else pairs


class _Ascii(dict[int, str]):
    """What stands for any character, found out once: without its accents, else one question mark for each cell."""

    def __missing__(self, code: int) -> str:
        if code < 128:
            return chr(code)
        bare = "".join(char for char in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(char))
        width = cell_len(chr(code))
        self[code] = bare if bare.isascii() and len(bare) == width else "?" * width
        return self[code]
