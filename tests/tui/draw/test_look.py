"""What things look like is data: every word has a glyph, every glyph a meaning, every style a look in every theme."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.theme import BUILTIN_THEMES

import tui
from db.vocabulary import words
from tui.app import calm
from tui.draw import look

THEMES = {**BUILTIN_THEMES, "talks": calm()}


@pytest.mark.parametrize("kind", words("event_type"))
def test_every_type_of_event_has_a_glyph_of_one_cell(kind: str) -> None:
    assert look.event(kind, planned=False) != "·"
    assert cell_len(look.event(kind, planned=False)) == 1
    assert look.event(kind, planned=True) == "○"


def test_a_word_that_a_foreign_store_brings_has_a_plain_glyph() -> None:
    assert look.event("DANCE", planned=False) == "·"
    assert look.stance(7) == "?"
    assert look.claimed("dance") == "this"


def test_stances_are_told_apart_without_colour() -> None:
    glyphs = [look.stance(stance) for stance in (2, 1, 0, -1, -2, None)]
    assert len({*glyphs}) == 6
    assert {cell_len(glyph) for glyph in glyphs} == {1, 2}


def test_every_state_has_a_mark_of_its_own_and_a_dispute_stands_out() -> None:
    signs = {state: look.sign(state) for state in words("state")}
    assert all(cell_len(sign.text) == 1 for sign in signs.values())
    assert len({sign.text for sign in signs.values()}) == len(signs)
    assert {state for state, sign in signs.items() if sign.style == "accent"} == {"contested", "denied", "opposed"}
    assert [look.sign(state).text for state in ("", "from elsewhere")] == ["", ""]


def test_every_glyph_is_explained() -> None:
    explained = {glyph for glyph, meaning in look.meanings() if meaning.endswith(".")}
    assert explained >= {look.event(kind, planned) for kind in words("event_type") for planned in (True, False)}
    assert explained >= {look.stance(stance) for stance in (2, 1, 0, -1, -2, None)}
    assert explained >= {look.mark(name) for name in ("head", "joined", "conditional", *words("state"))}


def styles_in_code() -> set[str]:
    """Every style that a span in the code names in plain."""
    found: set[str] = set()
    for path in Path(tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Span":
                given = [part for style in node.args[1:2] for part in ast.walk(style)]
                found |= {
                    part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_style_that_the_code_names_has_a_look() -> None:
    styles = styles_in_code() | {"stance+2", "stance+1", "stance+0", "stance-1", "stance-2"}
    known = look._look()["style"]
    assert "dim" in styles
    # The parts of a comparison or of a format are no styles.
    assert {style for style in styles if style.replace("-", "").isalpha()} - {"contested", "denied"} <= known.keys()


@pytest.mark.parametrize("name", THEMES)
def test_every_style_can_be_drawn_in_every_theme(name: str) -> None:
    theme = look.colours(THEMES[name].dark) | THEMES[name].to_color_system().generate()
    for style in look._look()["style"]:
        look.style(style, theme)


def test_an_unknown_style_is_plain() -> None:
    assert look.style("no such style", {}) == look.style("", {})


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG counts it."""

    def light(colour: str) -> float:
        red, green, blue = (
            part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
            for part in Color.parse(colour).get_truecolor()
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_text_of_our_own_theme_stands_out_from_its_ground() -> None:
    theme = {**look.theme(), **look.colours(dark=True)}
    for name in ("foreground", "primary", "accent", "error", "dim"):
        assert contrast(theme[name], theme["background"]) >= 4.5, name
        assert contrast(theme[name], theme["cursor"]) >= 3.8, name
    for name in ("demands", "accepts", "neutral", "opposes", "rejects"):
        assert contrast(theme["stance-text"], theme[f"stance-{name}"]) >= 4.5, name


@pytest.mark.parametrize("name", [name for name in THEMES if not name.startswith("ansi")])
def test_plain_and_secondary_text_can_be_read_in_every_theme_under_the_cursor_too(name: str) -> None:
    theme = look.colours(THEMES[name].dark) | THEMES[name].to_color_system().generate()
    for ground in ("background", "cursor"):
        assert contrast(theme["foreground"], theme[ground]) >= 3.5, ground
        assert contrast(theme["dim"], theme[ground]) >= 3, ground
