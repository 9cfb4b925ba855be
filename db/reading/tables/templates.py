"""Templates: text with columns in braces, and in brackets what falls away with a column that is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final

Cells = Sequence[str]
"""A row, stripped: one text a column, in the order of the header."""

Text = Callable[[Cells], str]
"""What a template says of a row; "" if nothing."""

_TOKEN: Final = re.compile(
    r"\\(?P<char>.)|\{(?P<column>[^{}]*)\}|(?P<bracket>[\[\]])|(?P<text>[^\\{}\[\]]+)", re.DOTALL
)


class TemplateError(ValueError):
    """A template can't be read; the message says why, without a full stop."""


def template(text: str, column: Callable[[str], int]) -> tuple[Text, list[int]]:
    """Read a template: `{a}[: {b}[, {c}]]`.

    A bracket falls away if a column that stands in it is empty, or if it holds only brackets and all of them fall away;
    so does the whole. A backslash makes the next character plain text.

    Args:
        text: The template.
        column: Finds the place of a column by its name.

    Returns:
        What makes a row's text, and the columns it looks at.

    Raises:
        TemplateError: A brace or a bracket has no partner.
    """
    stack: list[list[str | int | Text]] = [[]]
    columns: list[int] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise TemplateError(f"“{text[at]}” has no partner: a column stands as {{name}}, a plain brace after a \\")
        at = found.end()
        if found["column"] is not None:
            columns.append(column(found["column"]))
            stack[-1].append(columns[-1])
        elif found["bracket"] == "[":
            stack.append([])
        elif found["bracket"] == "]":
            if len(stack) == 1:
                raise TemplateError("“]” has no partner")
            group = stack.pop()
            stack[-1].append(_joined(group))
        else:
            stack[-1].append(found["char"] or found["text"])
    if len(stack) > 1:
        raise TemplateError("“[” has no partner")
    return _joined(stack[0]), columns


def _joined(parts: Sequence[str | int | Text]) -> Text:
    """Return what joins the parts of a bracket: text, columns and brackets in it."""
    if len(parts) == 1 and isinstance(parts[0], int):
        return itemgetter(parts[0])
    if all(isinstance(part, str) for part in parts):
        plain = "".join(map(str, parts))
        return lambda _: plain
    hollow = not any(isinstance(part, int) for part in parts)

    def text(cells: Cells) -> str:
        said, empty = [], hollow
        for part in parts:
            if isinstance(part, str):
                said.append(part)
            elif isinstance(part, int):
                if not cells[part]:
                    return ""
                said.append(cells[part])
            else:
                inner = part(cells)
                said.append(inner)
                empty = empty and not inner
        return "" if empty else "".join(said)

    return text


def first_of(texts: Sequence[Text]) -> Text:
    """Return what gives the first text that is not empty."""
    if len(texts) == 1:
        return texts[0]

    def text(cells: Cells) -> str:
        for one in texts:
            said = one(cells)
            if said:
                return said
        return ""

    return text
