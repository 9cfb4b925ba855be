"""The distance between sides A and B on an issue: the one home of the rule."""

from __future__ import annotations

from collections.abc import Iterable


def distance(side_a: Iterable[int | None], side_b: Iterable[int | None]) -> int | None:
    """Return how far apart two sides stand on one proposition, in steps from 0 to 4.

    It is the difference between their stances (-2 rejects to +2 demands). Where a side has several parties, the two
    that stand furthest apart across the table count, since both must agree. Parties without a known stance don't
    count; if a side has none with one, the distance is unknown. A condition changes nothing: it has its own mark.

    Args:
        side_a: Stances of the parties on side A, None where unknown.
        side_b: The same for side B.

    Returns:
        0 to 4, or None if it is unknown.
    """
    one = [stance for stance in side_a if stance is not None]
    other = [stance for stance in side_b if stance is not None]
    if not one or not other:
        return None
    return max(abs(first - second) for first in one for second in other)
