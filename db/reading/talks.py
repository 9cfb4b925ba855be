"""The talks file, our own format: a TOML document of records by table, each with its claims, names and links."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from db.drafts import Draft
from db.errors import TalksFileError
from db.shapes import BY_TABLE, NESTED, Shape
from db.text import brief

FORMAT: Final = 1
"""The version of the talks file that this program reads."""

_OWN: Final = ("claims", "names", "links", "process", "slug")


def read_toml(path: Path) -> list[Draft]:
    """Read a talks file.

    Args:
        path: A TOML file in the format that the README describes.

    Raises:
        TalksFileError: It can't be read, is not TOML, or has tables that a talks file doesn't have.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TalksFileError([f"{path} can't be read: {(error.strerror or str(error)).lower()}."]) from error
    except UnicodeDecodeError as error:
        raise TalksFileError([f"{path} is not UTF-8 text (byte {error.start + 1}): save it as UTF-8."]) from error
    return parse_toml(text, str(path))


def parse_toml(text: str, name: str) -> list[Draft]:
    """Read the text of a talks file; `name` is what the sentences about its faults call it.

    Raises:
        TalksFileError: It is not TOML, or has tables that a talks file doesn't have.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TalksFileError([f"{name} is not TOML: {error}."]) from error
    except (ValueError, RecursionError) as error:
        raise TalksFileError([f"{name} can't be read: it is nested too deeply, or a number is too long."]) from error
    problems: list[str] = []
    if tables.pop("format", None) != FORMAT:
        problems.append(f"{name}: a talks file begins with “format = {FORMAT}”.")
    home = tables.pop("process", None)
    if home is not None and not isinstance(home, str):
        problems.append(f"{name}: process must be the slug of a process, in quotes.")
    drafts: list[Draft] = []
    inner: list[str] = []
    for table, content in tables.items():
        shape = BY_TABLE.get(table)
        if shape is None:
            problems.append(f"{name}: there is no table “{table}”: it may have {', '.join(BY_TABLE)}.")
        elif table in (inner for _, inner in NESTED.values()):
            problems.append(f"{name}: {table} stand inside an event, as [[events.SLUG.parties]].")
        else:
            drafts.extend(_table(shape, content, table, inner))
    problems += [f"{name}: {problem}" for problem in inner]
    if problems:
        raise TalksFileError(problems)
    for draft in drafts:
        draft.process = draft.process or (home if isinstance(home, str) else None)
    return drafts


def _table(shape: Shape, content: object, where: str, problems: list[str]) -> Iterator[Draft]:
    """Yield the records of one table: keyed by slug, or a list of those whose slug is made of their fields."""
    if isinstance(content, list) and shape.slug_from:
        for number, item in enumerate(content, 1):
            yield from _record(shape, None, item, f"{where}[{number}]", None, problems)
    elif isinstance(content, dict) and not shape.slug_from:
        for slug, item in content.items():
            yield from _record(shape, slug, item, f"{where}.{slug}", None, problems)
    else:
        form = f"[[{where}]]" if shape.slug_from else f"[{where}.SLUG]"
        problems.append(f"{where}: write each as {form}.")


def _record(
    shape: Shape, slug: str | None, item: object, where: str, parent: Draft | None, problems: list[str]
) -> Iterator[Draft]:
    if not isinstance(item, dict):
        problems.append(f"{where}: expected a table of fields, found “{brief(item)}”.")
        return
    own: Mapping[str, object] = {name: item.get(name) for name in _OWN}
    inner_name, inner_table = NESTED.get(shape.table, ("", ""))
    values = {name: value for name, value in item.items() if name not in _OWN and name != inner_name}
    for name in ("slug", "process"):
        if not isinstance(own[name], str | None):
            problems.append(f"{where}.{name}: expected text in quotes.")
            return
    draft = Draft(shape, where, _text(own["slug"]) if slug is None else slug, _text(own["process"]), values, parent)
    if parent is not None:
        draft.process = draft.process or parent.process
    for name, into in (("claims", draft.claims), ("names", draft.names), ("links", draft.links)):
        listed = own[name]
        if isinstance(listed, list):
            into.extend(listed)
        elif listed is not None:
            problems.append(f"{where}.{name}: expected a list, as {name} = [ {{...}} ].")
    yield draft
    nested = item.get(inner_name, []) if inner_name else []
    if not isinstance(nested, list):
        problems.append(f"{where}.{inner_name}: write each as [[{where}.{inner_name}]].")
        return
    for number, part in enumerate(nested, 1):
        yield from _record(BY_TABLE[inner_table], None, part, f"{where}.{inner_name}[{number}]", draft, problems)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
