"""The scope is one immutable value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from db.scope import Scope


def test_a_scope_changes_only_by_being_replaced() -> None:
    scope = Scope()
    with pytest.raises(FrozenInstanceError):
        scope.round = 3  # type: ignore[misc]
    assert replace(scope, round=3) == Scope(round=3) != scope


def test_equal_scopes_are_one_key() -> None:
    assert len({Scope(), Scope(), Scope(contested_only=True)}) == 2
