"""Python and Textual without what a start never uses of them: a start is imports, and memory is mostly what they bring.

`ssl` comes with asyncio, which does without, as `shutil` does without two ways to pack archives. `textual.types` names
things for annotations, and loads a directory tree and other widgets to do so. `textual.command` is the palette, loaded
when it is first opened. The others are used by what is itself never used here. While the modules that want them are
imported, something stands in for them, and afterwards whoever imports one is given the real one.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any, Final

WITHOUT: Final = ("ssl", "bz2", "lzma")
"""Modules that are done without: who imports one minds that it may not be there."""
LATER: Final = (
    *("ast", "difflib", "ipaddress", "mimetypes", "platformdirs", "uuid", "asyncio.sslproto"),
    *("rich.panel", "rich.table", "rich.tree"),
    *("textual.command", "textual.css._help_text", "textual.types"),
)
"""Modules whose classes and functions are loaded when the first is used."""
_FIRST: Final = ("inspect", "pathlib", "shutil", "urllib.parse")
"""Modules of the standard library that everything here imports, and that want some of those."""


class _Later(type):
    """A class that stands in for one of a module that isn't loaded: to call it or ask it for something loads that."""

    _real: type | None = None

    def __call__(cls, *args: Any, **named: Any) -> Any:  # noqa: ANN401
        return _real(cls)(*args, **named)

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(cls), name)


def _real(cls: Any) -> Any:  # noqa: ANN401
    """Return what another stands in for; of a class that inherits from such, the same with the real base."""
    if cls.__dict__.get("_real") is None:
        base = cls.__bases__[0]
        if base is not object:
            body = {name: what for name, what in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
            cls._real = type(_real(base))(cls.__name__, (_real(base),), body)
        else:
            cls._real = getattr(_StandIn.made[cls.__module__].load(), cls.__name__)
    return cls._real


class _StandIn(ModuleType):
    """A module that has every name while it is held; who asks it later is told what the real one has."""

    made: Final[dict[str, _StandIn]] = {}

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.made[name] = self
        self.given: dict[str, _Later] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is not self:
            return getattr(self.load(), name)
        return self.given.setdefault(name, _Later(name, (), {"__module__": self.__name__}))

    def load(self) -> ModuleType:
        """Import the real one; those that inherit from a class that stands in pass for those that inherit from it."""
        if sys.modules.get(self.__name__) is self:  # it is wanted sooner than thought
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        for name, cls in self.given.items():
            if hasattr(getattr(real, name), "register"):
                heirs: list[type] = cls.__subclasses__()
                for heir in heirs:
                    getattr(real, name).register(heir)
        return real


@contextmanager
def _held(names: Iterable[str]) -> Iterator[None]:
    """Let others stand in for modules that aren't loaded yet; those of `typing` do for the extensions to them."""
    instead: dict[str, Any] = dict.fromkeys(WITHOUT)
    instead |= {"typing_extensions": typing} | {name: _StandIn.made.get(name) or _StandIn(name) for name in names}
    held = {name: stand_in for name, stand_in in instead.items() if name not in sys.modules}
    sys.modules.update(held)
    try:
        yield
    finally:
        for name, stand_in in held.items():
            if sys.modules.get(name, held) is stand_in:
                del sys.modules[name]


def begin() -> None:
    """Import what all else imports; call it before that."""
    with _held(LATER):
        for name in _FIRST:
            import_module(name)


def load() -> None:
    """Import what a start needs of Textual; all of it, where this version can't do without the rest."""
    before = set(sys.modules)
    with _held(LATER):
        with suppress(ImportError, AttributeError, TypeError):
            _import()
            return
        for name in set(sys.modules) - before:
            del sys.modules[name]
    _import()


def _import() -> None:
    import textual.app  # noqa: PLC0415
    import textual.drivers.linux_driver  # noqa: F401, PLC0415
