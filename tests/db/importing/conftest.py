"""Names that more than one thing goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.importing.naming import Names
from tests.db.helpers import reading

Talks = Callable[[str], Path]

MORE = """
[people.zel]
name = "Volodymyr Zelensky"
names = [{text = "Зеленський"}, {text = "V. Zelenskyy"}]
[places.kyiv]
name = "Kyiv"
[places.other-kyiv]
name = "Kyiv"
[sources.h-1]
publisher = "The Herald"
short = "HE"
title = "First"
[sources.h-2]
publisher = "The Herald"
short = "HE"
title = "Second"
"""


@pytest.fixture
def names(talks: Talks) -> Iterator[Names]:
    with reading(talks(MORE)) as conn:
        yield Names(conn)
