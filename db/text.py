"""Text from outside is only text: the one home of what may stay in it.

A terminal obeys what it is sent, so characters that command one never enter the store by `import`, and the screen
replaces any that a foreign store brings. Both use the same set. So it is with what nobody can see, by which two names
that look alike differ, and with floods of marks on one letter. What joins letters stays where it can join some.
"""

from __future__ import annotations

import re
import reprlib
import unicodedata
from typing import Final

_JOINED: Final = (
    "\u0600-\u0dff\u0f00-\u109f\u1780-\u17ff\u1810-\u18af\u1a20-\u1aaf\u1b00-\u1bff\ua800-\ua8ff\ua980-\uaaff\uabc0-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010a5f\U00011000-\U00011fff"  # letters that join, and their marks
    "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"  # pictures
)
"""What a joiner may follow: elsewhere it shows nothing, and only makes two names that look alike differ."""

UNSAFE: Final = re.compile(
    "["
    "\x00-\x1f"  # C0: escape, bell, line breaks
    "\x7f-\x9f"  # delete and C1: \x9b alone starts a control sequence
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder what is read (bidi)
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates: not encodable as UTF-8
    # What nobody sees: Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties without joiners and variation
    # selectors, and the three marks of interlinear annotation.
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    f"]|(?<![{_JOINED}])[\u200c\u200d]"
)
"""One character that may not reach a terminal."""

MOST_STORED: Final = 30
"""Marks on one letter that are kept: as many as any script needs (UAX #15, Stream-Safe Text Format)."""
MOST_DRAWN: Final = 5
"""Marks on one letter that are drawn: as many as xterm keeps for a cell at the most (`combiningChars`)."""

_JOINERS = re.compile("[\u200c\u200d]")
_LONGEST: Final = 5000
_DISPUTED = re.compile("[\u200d\U0001f3fb-\U0001f3ff]")
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029 ]+")
_BLANKS = re.compile(" {2,}")

# Marks are no part of a word to `re`. Common punctuation isn't either, and is left out to be quick.
_FLOOD = re.compile(
    r"(?:[^\w\s\x00-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2bff\u3000-\u3029]"
    rf"|[\u1160-\u11ff\ud7b0-\ud7ff]){{{MOST_DRAWN + 1},}}"
)


def clean(text: str) -> str:
    """Return `text` fit for one line of a store: NFC, blanks folded, nothing in it that commands a terminal.

    Line breaks and tabs become one blank; every other unsafe character is dropped, and so are the marks on a letter
    that has more than `MOST_STORED`. Cleaning twice changes nothing.
    """
    if text.isascii() and text.isprintable():  # as most is: nothing in it but blanks is to be folded
        return " ".join(text.split()) if "  " in text else text.strip()
    # What is dropped may leave two blanks side by side.
    return _BLANKS.sub(" ", _settled(_BREAKS.sub(" ", text))).strip()


def clean_lines(text: str) -> str:
    """Return a text of many lines fit for a store: as `clean`, but its line breaks and its blanks stay."""
    return "\n".join(_settled(line.replace("\t", " ")) for line in text.splitlines()).rstrip("\n")


def unsafe_in(text: str) -> int:
    """Return how many characters `clean_lines` drops from a text."""
    lines = [line.replace("\t", " ") for line in text.splitlines()]
    bare = [UNSAFE.sub("", line) for line in lines]
    composed = unicodedata.normalize("NFC", "\n".join(bare))
    return sum(map(len, lines)) - sum(map(len, bare)) + len(composed) - len(thinned(composed, MOST_STORED))


def _settled(line: str) -> str:
    """Return a line in NFC, without what is unsafe and without floods."""
    while True:
        # Normalising makes no unsafe character, but can put another mark before a joiner, where that joins nothing.
        done = thinned(unicodedata.normalize("NFC", UNSAFE.sub("", line)), MOST_STORED)
        if done == line or not _JOINERS.search(done):
            return done
        line = done


def thinned(text: str, most: int) -> str:
    """Return `text` without the marks of a letter beyond the first `most` (at least `MOST_DRAWN`)."""
    return text if text.isascii() else _FLOOD.sub(lambda match: _ebbed(match[0], most), text)


def _ebbed(flood: str, most: int) -> str:
    kept, run = [], 0
    for char in flood:
        run = run + 1 if _rides(char) else 0
        if run <= most:
            kept.append(char)
    return "".join(kept)


def _rides(char: str) -> bool:
    """Say whether a character takes no place of its own: a mark, a joiner, part of a syllable, a tone of skin."""
    kind = unicodedata.category(char)
    if kind == "Cn":  # a later Unicode may have marks there, or pictures
        return char < "\U0001f000"
    syllable = "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"
    return kind[0] == "M" or kind == "Cf" or syllable or "\U0001f3fb" <= char <= "\U0001f3ff"


def brief(value: object) -> str:
    """Return any value, as a file may hold it, short enough for a sentence."""
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"  # Python refuses to write out one of thousands
    written = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else reprlib.repr(value)
    return written if len(written) <= 80 else f"{written[:80]}…"


def drawable(text: str) -> bool:
    """Say whether `shown` returns a text as it is, for sure and quickly."""
    if text.isascii():
        return text.isprintable()
    return not (UNSAFE.search(text) or _DISPUTED.search(text) or _FLOOD.search(text))


def shown(text: str) -> str:
    """Return `text` for a screen or a plain stream: each unsafe character replaced by U+FFFD, seen and not obeyed.

    Marks on a letter beyond `MOST_DRAWN` are left out. So are the joiner U+200D and tones of skin, of which no two
    terminals make the same: what is joined stands side by side.
    """
    if drawable(text):
        return text
    return thinned(_DISPUTED.sub("", UNSAFE.sub("\ufffd", text)), MOST_DRAWN)


def folded(text: str) -> str:
    """Return `text` for comparing names: case folded, without accents, blanks folded, no leading "The".

    Names that only a foreign store can have, of more than `_LONGEST` characters, are compared by as many.
    """
    cleaned = clean(text[:_LONGEST])
    if cleaned.isascii():
        return cleaned.lower().removeprefix("the ").strip()
    plain = unicodedata.normalize("NFKD", cleaned).casefold()
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
    # Composed again, as whatever refers to it is once it is cleaned: folding takes Hangul apart.
    return unicodedata.normalize("NFC", "-".join(re.findall(r"[^\W_]+", folded(text)))) or "x"
