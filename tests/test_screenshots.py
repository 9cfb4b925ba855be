"""The pictures that the README shows are what the program draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screenshots import FOLDER, PICTURES, Picture, draw

RENEW = "run: python -m tests.screenshots"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_a_picture_shows_what_is_drawn_now(picture: Picture, store_path: Path) -> None:
    file = FOLDER / f"{picture.name}.svg"
    assert file.is_file(), f"{file.name} is missing; {RENEW}"
    # Compared before the assert: pytest would spend a minute on the difference of two pictures.
    same = file.read_text(encoding="utf-8") == await draw(picture, store_path)
    assert same, f"{file.name} is stale; {RENEW}"


def test_there_is_no_picture_that_nothing_draws() -> None:
    drawn = {f"{picture.name}.svg" for picture in PICTURES}
    assert {file.name for file in FOLDER.iterdir()} == drawn, f"remove what is not drawn any more, then {RENEW}"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_fetches_nothing(picture: Picture) -> None:
    svg = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert "@font-face" not in svg
    assert "url(http" not in svg
