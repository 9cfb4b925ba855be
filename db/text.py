"""Text from outside is only text: the one home of what may stay in it.

A terminal obeys what it is sent, so characters that command one never enter the store by `import`, and the screen
replaces any that a foreign store brings. Both use the same set.
"""

from __future__ import annotations

import re
import reprlib
import unicodedata
from typing import Final

UNSAFE: Final = re.compile(
    "["
    "\x00-\x1f"  # C0: escape, bell, line breaks
    "\x7f-\x9f"  # delete and C1: \x9b alone starts a control sequence
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder what is read (bidi)
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates: not encodable as UTF-8
    "]"
)
"""One character that may not reach a terminal."""

_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029 ]+")
_BLANKS = re.compile(" {2,}")


def clean(text: str) -> str:
    """Return `text` fit for one line of a store: NFC, blanks folded, nothing in it that commands a terminal.

    Line breaks and tabs become one blank; every other unsafe character is dropped. Cleaning twice changes nothing.
    """
    # What is dropped may leave two blanks side by side.
    bare = _BLANKS.sub(" ", UNSAFE.sub("", _BREAKS.sub(" ", text)))
    # Normalising last could only ever compose letters, never make an unsafe character.
    return unicodedata.normalize("NFC", bare).strip()


def clean_lines(text: str) -> str:
    """Return a text of many lines fit for a store: as `clean`, but its line breaks and its blanks stay."""
    lines = (UNSAFE.sub("", line.replace("\t", " ")) for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(lines)).rstrip("\n")


def unsafe_in(text: str) -> int:
    """Return how many characters `clean_lines` drops from a text."""
    return sum(len(UNSAFE.findall(line.replace("\t", " "))) for line in text.splitlines())


def brief(value: object) -> str:
    """Return any value, as a file may hold it, short enough for a sentence."""
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"  # Python refuses to write out one of thousands
    written = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else reprlib.repr(value)
    return written if len(written) <= 80 else f"{written[:80]}…"


def shown(text: str) -> str:
    """Return `text` for a plain stream: each unsafe character replaced by U+FFFD, so that it is seen, not obeyed."""
    return UNSAFE.sub("\ufffd", text)


def folded(text: str) -> str:
    """Return `text` for comparing names: case folded, without accents, blanks folded, no leading "The"."""
    plain = unicodedata.normalize("NFKD", clean(text)).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return bare.removeprefix("the ").strip()


IN_A_WORD: Final = 3
"""What `closeness` returns where it is only inside a word."""
NO_MATCH: Final = 9
"""What `closeness` returns where a name hasn't what was typed."""


def closeness(name: str, typed: str) -> int:
    """Return how well a name fits what was typed, both folded: the least is the best.

    0 is the name itself, 1 a name that begins with it, 2 one with a word that does, 3 one that has it in a word.
    """
    if typed not in name:
        return NO_MATCH
    if name.startswith(typed):
        return 0 if name == typed else 1
    return 2 if f" {typed}" in name else IN_A_WORD


def slugged(text: str) -> str:
    """Return `text` as a slug: lower case letters and digits of any script, in groups joined by hyphens."""
    return "-".join(re.findall(r"[^\W_]+", folded(text))) or "x"
