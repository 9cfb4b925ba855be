"""Reading a file of text in whatever encoding it has: what it is taken for is said, what is no text is refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from db.errors import TalksFileError, UsageError
from db.text import clean_lines, unsafe_in
from db.values import dataclass

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of the largest file that is read: some forty books."""

_MARKS: Final = (  # longer ones first: one begins like another
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK: Final = 1024 * 1024
_SAMPLE: Final = 64 * 1024
"""Bytes that are enough to tell an encoding by."""
_CONTROLS: Final = bytes({*range(0x20)} - {*b"\t\n\f\r"})
_ODD: Final = re.compile(r"[^\x00-\x7f]+")
_WESTERN: Final = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽ‘’“”„«»–—…•€£§°ªº¿¡©®\xa0"
)
_FORMATS: Final = ((b"%PDF-", "PDF"), (b"PK\x03\x04", "Word or ZIP"), (b"{\\rtf", "RTF"), (b"\x89PNG", "picture"))


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Attributes:
        text: The text, fit for a store.
        encoding: What it was taken for.
        detected: Whether that was found out from its bytes, and so may be wrong.
        dropped: How many characters were left out: they would command a terminal, turn the text round or can't be seen.
    """

    text: str
    encoding: str
    detected: bool
    dropped: int


def read_text(file: Path, encoding: str | None = None) -> Read:
    """Read a file of text: UTF-8, what its byte order mark says, or what its bytes look like.

    Args:
        file: The file.
        encoding: What it is in, by a name that Python knows; None finds out.

    Raises:
        TalksFileError: It can't be read, is empty or too large, or is no text.
        UsageError: There is no such encoding.
    """
    if encoding is not None:
        _known(encoding)
    data = _bytes(file)
    name, detected = (encoding, False) if encoding is not None else encoding_in(data) or _refuse(file)
    try:
        decoded = data.decode(name)
    except UnicodeError as error:
        where = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        raise TalksFileError([f"{file} is not {name} text{where}: name another encoding with --encoding."]) from error
    if "\0" in decoded:
        raise TalksFileError(
            [f"{file} is not text (it has zero bytes); if it is UTF-16 without a mark, add --encoding utf-16-le."]
        )
    text = clean_lines(decoded)
    if not text.strip():
        raise TalksFileError([f"{file} has no text in it: save the article as plain text first."])
    return Read(text, name.removesuffix("-sig"), detected, unsafe_in(decoded))


def _known(encoding: str) -> None:
    try:
        b" ".decode(encoding)  # of no bytes at all Python doesn't look at the name
    except UnicodeError:
        pass  # a blank is half a character in it
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"There is no encoding “{encoding}”: name one as utf-8, cp1251, iso-8859-1, gb18030 or shift-jis."
        ) from error


def _bytes(file: Path) -> bytes:
    try:
        if file.exists() and not file.is_file():  # a pipe would keep us waiting for ever
            raise TalksFileError([f"{file} is not a file: name one that the article was saved in."])
        if file.stat().st_size > LARGEST:
            raise TalksFileError([f"{file} is larger than {LARGEST // 1024**2} MB: attach the article alone."])
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise TalksFileError([f"{file} can't be read: {reason}."]) from error
    for begins, name in _FORMATS:
        if data.startswith(begins):
            raise TalksFileError([f"{file} is a {name} file, not text: save the article as plain text first."])
    return data


def encoding_of(file: Path) -> tuple[str, bool]:
    """Return what a file of any size is written in, and whether that is only likely.

    It is UTF-8 if nearly all of it is: a byte that isn't then came to harm, and is no sign of another encoding.

    Raises:
        TalksFileError: It is no text in any encoding that can be told.
        OSError: It can't be read.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as opened:
        start = opened.read(4)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name, False
        opened.seek(0)
        while chunk := opened.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                break
        else:
            return "utf-8", False
        sample = chunk + opened.read(_CHUNK)
    odd = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    harmed = odd.decode("utf-8", "replace").count("\ufffd")
    if sum(byte >= 0xC2 for byte in odd) > 10 * harmed:  # what a character of more than a byte begins with
        return "utf-8", False
    likely = encoding_in(odd[:_SAMPLE])
    if likely is None:
        raise TalksFileError([f"{file} is no text in any encoding that can be told: save it as UTF-8."])
    return likely


def encoding_in(data: bytes) -> tuple[str, bool] | None:
    """Return the encoding of a file's bytes, and whether it is only likely; None if none can be told."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", False
    if b"\0" not in data:
        from charset_normalizer import from_bytes  # noqa: PLC0415  (most files are UTF-8 and never need it)

        # Control characters make text look like none; they are dropped later, whatever it is written in.
        best = from_bytes(data).best() or from_bytes(data.translate(None, _CONTROLS)).best()
        if best is not None:
            return "cp1252" if best.encoding != "cp1252" and _is_western(data) else best.encoding, True
    return None


def _refuse(file: Path) -> tuple[str, bool]:
    raise TalksFileError([f"{file} is no text in any encoding that can be told: name it with --encoding."])


def _is_western(data: bytes) -> bool:
    """Say whether bytes are likely of Western Europe: a few letters with an accent, each alone among plain ones.

    What they look like is often told wrong then, for little tells one code page of single accents from another.
    """
    odd = _ODD.findall(data.decode("cp1252", "replace"))
    alone = sum(len(run) == 1 for run in odd)
    return bool(odd) and alone * 10 > len(odd) * 9 and all(char in _WESTERN for run in odd for char in run)
