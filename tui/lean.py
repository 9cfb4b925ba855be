"""Textual without what a start never uses of it: a start is imports, and these are a sixth of them.

`ssl` comes with asyncio, which does without. `textual.types` names things for annotations, and loads a directory tree
and other widgets to do so. `textual.command` is the palette, which is loaded when it is first opened. While Textual is
imported others stand in for them, and afterwards whoever imports one is given the real one.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any, Final

LATER: Final = ("textual.types", "textual.command")
"""Modules whose classes are loaded when the first is used."""


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
    """Return the class that another stands in for; of one that inherits from such, the same with the real base."""
    if cls.__dict__.get("_real") is None:
        base = cls.__bases__[0]
        if base is not object:
            body = {name: what for name, what in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
            cls._real = type(_real(base))(cls.__name__, (_real(base),), body)
        else:
            module = import_module(cls.__module__)
            cls._real = getattr(module, cls.__name__)
            _StandIn.made[cls.__module__].acknowledge(module)
    return cls._real


class _StandIn(ModuleType):
    """A module that has every name, each a class that stands in for its own."""

    made: Final[dict[str, _StandIn]] = {}

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.made[name] = self

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        setattr(self, name, _Later(name, (), {"__module__": self.__name__}))
        return getattr(self, name)

    def acknowledge(self, real: ModuleType) -> None:
        """Make those that inherit from a class that stands in pass for those that inherit from the real one."""
        for name, cls in vars(self).items():
            if isinstance(cls, _Later) and hasattr(getattr(real, name), "register"):
                heirs: list[type] = cls.__subclasses__()
                for heir in heirs:
                    getattr(real, name).register(heir)


def load() -> None:
    """Import what a start needs of Textual; all of it, where this version can't do without the rest."""
    before = set(sys.modules)
    instead: dict[str, Any] = {"ssl": None, **{name: _StandIn(name) for name in LATER}}
    held = {name: stand_in for name, stand_in in instead.items() if name not in before}
    sys.modules.update(held)
    try:
        with suppress(ImportError, AttributeError, TypeError):
            _import()
            return
        for name in set(sys.modules) - before:
            del sys.modules[name]
    finally:
        for name, stand_in in held.items():
            if name in sys.modules and sys.modules[name] is stand_in:
                del sys.modules[name]
    _import()


def _import() -> None:
    import textual.app  # noqa: PLC0415
    import textual.drivers.linux_driver  # noqa: F401, PLC0415
