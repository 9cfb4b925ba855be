"""Frozen dataclasses that cost next to nothing until the first is made: a start loads many, and makes few.

The standard library writes and compiles six methods for each class while it is being imported, a millisecond for most.
Here one is written, `__init__`, when the first instance is made; the others are the same few lines for every class. To
a type checker, and to `dataclasses.replace`, `fields` and `asdict`, they are what the standard library makes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  (type checkers know that one by heart)

_Read = Callable[[Any], Any]


def _made(cls: Any) -> Any:  # noqa: ANN401
    """Make a class of values; its fields are its annotations, and it may inherit from no other class of values."""
    names = tuple(cls.__annotations__)
    plain = {name: what for name, what in cls.__dict__.items() if name not in {*names, "__dict__", "__weakref__"}}
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    made: Any = type(cls)(cls.__name__, cls.__bases__, {**plain, "__slots__": names, "__match_args__": names})
    made.__qualname__ = cls.__qualname__
    made._values = _values(names)
    made.__dataclass_fields__ = _Fields(names, defaults)
    made.__init__ = _first(names, defaults)
    made.__eq__, made.__hash__, made.__repr__ = _eq, _hash, _repr
    made.__setattr__ = made.__delattr__ = _refuse
    made.__getstate__, made.__setstate__ = _state, _restore
    return made


if not TYPE_CHECKING:

    def dataclass(*, frozen: Literal[True], slots: Literal[True]) -> Callable[[Any], Any]:  # noqa: ARG001
        """Stand in for `dataclasses.dataclass`, of which this is the one kind that `db` uses."""
        return _made


def _values(names: tuple[str, ...]) -> _Read:
    """Return what reads all fields of a value, as a tuple."""
    if len(names) > 1:
        return staticmethod(attrgetter(*names))
    return staticmethod(lambda value: tuple(getattr(value, name) for name in names))


def _first(names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """Return the `__init__` of a class until it is called; then it writes the one that takes its place."""

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: ANN401, N807
        cls = type(self)
        cls.__init__ = _init(cls, names, defaults)
        cls.__init__(self, *args, **named)

    return __init__


def _init(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """Write the `__init__` of a class, as the standard library would."""
    known: dict[str, Any] = {"_new": object()}
    heads, lines = ["self"], []
    for name in names:
        known[f"_set_{name}"] = getattr(cls, name).__set__  # the slot's own way in: attributes can't be set
        value = name
        if name in defaults:
            default = defaults[name]
            if isinstance(default, dataclasses.Field):
                known[f"_make_{name}"] = default.default_factory
                default, value = known["_new"], f"_make_{name}() if {name} is _new else {name}"
            known[f"_default_{name}"] = default
            heads.append(f"{name}=_default_{name}")
        else:
            heads.append(name)
        lines.append(f" _set_{name}(self, {value})")
    exec(f"def __init__({', '.join(heads)}):\n" + "\n".join(lines or [" pass"]), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


class _Fields:
    """What the standard library asks a dataclass for: made when it asks."""

    def __init__(self, names: tuple[str, ...], defaults: dict[str, Any]) -> None:
        self._names, self._defaults = names, defaults

    def __get__(self, _value: object, cls: Any) -> dict[str, dataclasses.Field[Any]]:  # noqa: ANN401
        annotations = {name: cls.__annotations__[name] for name in self._names}
        body = {"__annotations__": annotations, "__module__": cls.__module__, **self._defaults}
        body["__doc__"] = "The same."  # where there is none, one is made, which is slow
        like: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(type(cls.__name__, (), body))
        fields: dict[str, dataclasses.Field[Any]] = like.__dataclass_fields__
        cls.__dataclass_fields__ = fields
        return fields


def _eq(self: Any, other: Any) -> Any:  # noqa: ANN401
    if type(other) is type(self):
        return self._values(self) == self._values(other)
    return NotImplemented


def _hash(self: Any) -> int:  # noqa: ANN401
    return hash(self._values(self))


def _repr(self: Any) -> str:  # noqa: ANN401
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: object, name: str, *_value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} can't be changed: a value is replaced")


def _state(self: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return tuple(self._values(self))


def _restore(self: Any, state: tuple[Any, ...]) -> None:  # noqa: ANN401
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)
