"""The user's saved views, in a file beside the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from db.dates import iso_day
from db.errors import UsageError
from db.text import brief, clean, folded
from db.values import dataclass
from db.views import View
from tui.own.file import ForeignError, OwnFile

MOST: Final = 100
"""Views that are kept."""
LONGEST: Final = 40
"""Characters of a view's name."""
NO_VIEW: Final = "none"
"""What is typed for no view at all; none is called so."""


@dataclass(frozen=True, slots=True)
class Views:
    """Saved views.

    Attributes:
        known: By name, in alphabetical order.
        default: Name of the one that a board begins with; None if it begins with none.
    """

    known: Mapping[str, View]
    default: str | None = None

    def called(self, name: str) -> str | None:
        """Return the name of the view that is called so, whatever its case; None if none is."""
        wanted = folded(name)
        return next((one for one in self.known if folded(one) == wanted), None)

    def named(self, name: str, view: View) -> Views:
        """Return them with one more, or with another in the place of the one that is called so.

        Raises:
            UsageError: It can't be called so, or there are too many.
        """
        why = refused(name)
        if why:
            raise UsageError(why)
        before = self.called(name)
        if before is None and len(self.known) >= MOST:
            raise UsageError(f"There are {MOST} saved views: remove one first.")
        kept = {one: old for one, old in self.known.items() if one != before} | {clean(name): view}
        default = clean(name) if self.default == before is not None else self.default
        return Views(_sorted(kept), default)

    def without(self, name: str) -> Views:
        """Return them without one."""
        kept = {one: view for one, view in self.known.items() if one != name}
        return Views(kept, None if self.default == name else self.default)

    def begun_with(self, name: str | None) -> Views:
        """Return them with another default, or with none."""
        return replace(self, default=name if name in self.known else None)


def refused(name: str) -> str:
    """Say why a view can't be called so, in a sentence; "" if it can."""
    if not clean(name):
        return "Type a name."
    if len(clean(name)) > LONGEST:
        return f"A name has at most {LONGEST} characters."
    return f"“{NO_VIEW}” stands for no view: choose another name." if folded(name) == NO_VIEW else ""


NONE: Final = Views(MappingProxyType({}))


class ViewsFile:
    """Keeps the saved views.

    Args:
        path: The file; None where the user has no folder of their own.
    """

    def __init__(self, path: Path | None) -> None:
        self._file = OwnFile(path, "saved views", NONE, _read, _written)

    def load(self) -> Views:
        """Return them.

        Raises:
            OwnError: The file can't be read.
        """
        return self._file.load()

    def name(self, name: str, view: View) -> str:
        """Keep a view.

        Returns:
            As `OwnFile.change`, as do the others.

        Raises:
            OwnError: The file can't be written.
            UsageError: It can't be called so, or there are too many.
        """
        return self._file.change(lambda views: views.named(name, view))

    def remove(self, name: str) -> str:
        """Forget a view.

        Raises:
            OwnError: The file can't be written.
        """
        return self._file.change(lambda views: views.without(name))

    def begin_with(self, name: str | None) -> str:
        """Make a view the default, or none.

        Raises:
            OwnError: The file can't be written.
        """
        return self._file.change(lambda views: views.begun_with(name))


def pick(file: ViewsFile, name: str) -> View:
    """Return the view that is called so.

    Raises:
        OwnError: The file can't be read.
        UsageError: No view is called so.
    """
    views = file.load()
    found = views.called(name)
    if found is None:
        names = ", ".join(f"“{brief(one)}”" for one in views.known) or "none"
        raise UsageError(f"There is no saved view “{brief(name)}”; there are: {names}.")
    return views.known[found]


def _sorted(known: Mapping[str, View]) -> dict[str, View]:
    return dict(sorted(known.items(), key=lambda one: (folded(one[0]), one[0])))


def _read(found: Any) -> Views:  # noqa: ANN401  (what a file says)
    match found:
        case {"format": 1, "views": dict(known), "default": None | str() as default}:
            views = {name: _view(name, entry) for name, entry in known.items() if not _foreign(name)}
            return Views(_sorted(views), default if default in views else None)
    raise ForeignError("it holds something else")


def _foreign(name: str) -> bool:
    if clean(name) != name or refused(name):
        raise ForeignError(f"no view can be called “{brief(clean(name))}”")
    return False


def _view(name: str, entry: Any) -> View:  # noqa: ANN401
    """Return a view as a file has it; a field that isn't there is as in any scope."""
    if not isinstance(entry, dict):
        raise ForeignError(f"“{brief(name)}” is no view")
    kinds = {"bool": bool, "str": str, "str | None": str | None}
    known = {field.name: str(field.type) for field in fields(View)}
    for field, value in entry.items():
        if field not in known or not isinstance(value, kinds[known[field]]):
            raise ForeignError(f"“{brief(name)}” has “{brief(clean(field))}” as no view has it")
    view = View(**entry)
    if view.as_of is not None and iso_day(view.as_of) is None:
        raise ForeignError(f"“{brief(name)}” is as of no day")
    return view


def _written(views: Views) -> object:
    plain = View()
    known = {
        name: {field: value for field, value in asdict(view).items() if value != getattr(plain, field)}
        for name, view in views.known.items()
    }
    return {"format": 1, "default": views.default, "views": known}
