"""The glyphs, read from `look.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from rich.style import Style

from db.vocabulary import label, words
from db.word import SILENT
from tui.draw.spans import Span

LOUD: Final = ("contested", "denied", "opposed")
"""States that are to be seen first."""


@cache
def _look() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("look.toml").read_text(encoding="utf-8"))


def event(kind: str, planned: bool) -> str:
    """Return the glyph of an event; one of an unknown type is a plain dot."""
    return str(_look()["planned"]["glyph"] if planned else _look()["event"].get(kind, "·"))


def kind(name: str) -> str:
    """Return the glyph of a kind of record; an unknown one has a plain dot."""
    return str(_look()["kind"].get(name, "·"))


def stance(value: int | None) -> str:
    """Return the glyph of a stance, or the one for none."""
    return str(_look()["stance"].get("none" if value is None else str(value), "?"))


def mark(name: str) -> str:
    """Return a mark by its name."""
    return str(_look()["mark"][name])


def sign(state: str) -> Span:
    """Draw how a record stands on its claims, each state with a mark of its own; "" with none."""
    return Span(str(_look()["mark"].get(state, "")), "accent" if state in LOUD else "dim")


def fresh(new: bool) -> Span:
    """Draw the cell that says whether something is new."""
    return Span(mark("new"), "new") if new else Span(" ")


def spoken(state: str, style: str) -> str:
    """Return the style of a text: fainter where the voice that is heard says nothing of it."""
    return "dim" if state == SILENT else style


def style(name: str, theme: Mapping[str, str], few: bool = False) -> Style:
    """Return the Rich style of a span's style.

    Args:
        name: A name of the table `style`; "" is plain.
        theme: The theme's colours by name.
        few: Whether these are the terminal's own sixteen.
    """
    row = _look()["style-16"].get(name) if few else None
    if row is None:
        row = _look()["style"].get(name, {})
    parts = [row.get("attr", "")]
    if "fg" in row:
        parts.append(_colour(theme[row["fg"]]))
    if "bg" in row:
        parts.append(f"on {_colour(theme[row['bg']])}")
    return Style.parse(" ".join(part for part in parts if part))


def _colour(name: str) -> str:
    """Return what Rich calls a theme's colour: Textual has names of its own for those that the terminal chooses."""
    return "default" if name == "transparent" else name.removeprefix("ansi_")


def colours(dark: bool, few: bool = False) -> dict[str, str]:
    """Return the colours that are added to a theme.

    Args:
        dark: Whether its ground is dark.
        few: Whether its colours are the terminal's own sixteen.
    """
    if few:
        return dict(_look()["colour-16"])
    return {**_look()["colour"], **_look()["colour-dark" if dark else "colour-light"]}


def theme(few: bool = False) -> dict[str, str]:
    """Return the colours of the program's own theme, or of that with sixteen colours."""
    return dict(_look()["theme-16" if few else "theme"])


def claimed(kind: str) -> str:
    """Say what a claim on a record itself is about, after "asserts", "denies" or "declines"."""
    return str(_look()["claimed"].get(kind, "this"))


def meanings() -> Iterator[tuple[str, str]]:
    """Yield each mark and glyph with what it means, for the list of keys and marks."""
    for name, meaning in _look()["meaning"].items():
        yield mark(name), meaning
    for value in words("stance"):
        yield stance(int(value)), f"A party's stance on an issue's proposition: {label('stance', value)}."
    yield stance(None), "No position is known."
    yield _look()["planned"]["glyph"], "Planned, whatever it is."
    for kind, glyph in _look()["event"].items():
        yield glyph, f"{label('event_type', kind).capitalize()}."
