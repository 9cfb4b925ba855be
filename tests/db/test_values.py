"""A value is what the standard library's frozen dataclass would be, whichever fields it has."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import values
from db.scope import Scope


def both(names: list[str], defaults: dict[str, Any]) -> tuple[Any, Any]:
    """The same class, made by the standard library and by ours."""

    def bare() -> type:
        return type("Made", (), {"__annotations__": dict.fromkeys(names, "int"), "__module__": __name__, **defaults})

    made: Any = values.dataclass
    return dataclasses.dataclass(frozen=True, slots=True)(bare()), made(frozen=True, slots=True)(bare())


NAMES = st.lists(st.sampled_from(["self_", "name", "_new", "day", "text", "_own", "value"]), unique=True, max_size=5)


@given(NAMES, st.integers(0, 5), st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_it_is_made_compared_shown_and_taken_apart_as_the_standard_one(
    names: list[str], given_at_least: int, numbers: list[int]
) -> None:
    defaults = dict.fromkeys(names[given_at_least:], 7)
    theirs, ours = both(names, defaults)
    assert [(field.name, field.default) for field in dataclasses.fields(ours)] == [
        (field.name, field.default) for field in dataclasses.fields(theirs)
    ]
    args = numbers[: len(names)]
    their, our = theirs(*args), ours(*args)
    assert (repr(our), hash(our)) == (repr(their), hash(their))
    assert dataclasses.asdict(our) == dataclasses.asdict(their) == dict(zip(names, args, strict=True))
    assert our == ours(**dict(zip(names, args, strict=True))) == copy.deepcopy(our)
    assert our != their
    assert ours.__match_args__ == theirs.__match_args__
    if names:
        other = {names[0]: 9}
        assert repr(dataclasses.replace(our, **other)) == repr(dataclasses.replace(their, **other))
        assert dataclasses.replace(our, **other) != our
    required = names[:given_at_least]
    assert repr(ours(*args[: len(required)])) == repr(theirs(*args[: len(required)]))


def test_a_default_is_made_anew_for_each() -> None:
    theirs, ours = both(["one", "many"], {"many": dataclasses.field(default_factory=list)})
    assert repr(ours(1)) == repr(theirs(1))
    assert ours(1).many is not ours(1).many
    assert dataclasses.replace(ours(1, [2]), one=3) == ours(3, [2])


def test_what_is_left_out_is_named() -> None:
    _, ours = both(["one", "two"], {})
    with pytest.raises(TypeError, match=r"Made\.__init__\(\) missing 1 required positional argument: 'two'"):
        ours(1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'three'"):
        ours(1, two=2, three=3)


def test_nothing_of_it_can_be_set_or_taken_away() -> None:
    scope: Any = Scope()
    with pytest.raises(dataclasses.FrozenInstanceError, match=r"Scope\.round"):
        scope.round = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        scope.colour = "red"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del scope.round
    assert scope == Scope()


def test_it_can_be_copied_and_sent() -> None:
    scope = Scope(round=3)
    assert pickle.loads(pickle.dumps(scope)) == copy.copy(scope) == scope


def test_its_methods_are_compiled_when_the_first_is_made() -> None:
    _, ours = both(["one", "two"], {"two": 2})
    before = ours.__init__
    ours(1)
    assert ours.__init__ is not before
    assert ours.__init__.__code__.co_varnames == ("self", "one", "two")
