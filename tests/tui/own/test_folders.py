"""Where the user's own files are: where the package that knows every system says."""

from __future__ import annotations

import platformdirs
import pytest

from tui.own.folders import Kind, folder


@pytest.mark.parametrize("kind", ["config", "data", "state"])
@pytest.mark.parametrize("given", [None, "", "/elsewhere/x", "relative", "~/x"])
@pytest.mark.parametrize("home", ["/home/ann", "/", "relative", "", None])
def test_the_folders_are_those_of_the_system(
    kind: Kind, given: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ((f"XDG_{kind.upper()}_HOME", given), ("HOME", home)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert str(folder(kind)) == getattr(platformdirs, f"user_{kind}_dir")("talks-tui", appauthor=False)
