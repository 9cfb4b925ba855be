"""How a stance differs from the one before: the one home of the rule for hardened, softened and turned.

A stance stands between -2 (rejects) and +2 (demands) a proposition; 0 is neutral. Of two that follow each other:

* *turned*: the later one is on the other side of neutral.
* *hardened*: it is further from neutral, on the same side or from neutral itself; or it is the same, and a condition
  was added to what is accepted or demanded, or dropped from what is opposed or rejected.
* *softened*: it is nearer to neutral; or it is the same, and a condition was dropped from what is accepted or demanded,
  or added to what is opposed or rejected.

So a condition that narrows what a party would accept hardens, one that opens a door in what it refuses softens. A
condition in other words, or one of a neutral stance, is named but is neither. The words say how far a party stands from
neutral, never who is right; how far two sides stand apart is `db.distance`.
"""

from __future__ import annotations

from typing import Literal

from db.values import dataclass

Way = Literal["", "first", "hardened", "softened", "turned"]
"""How a stance changed: "" is not at all, or it can't be said; first is the first that is known."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What a party holds at one time.

    Attributes:
        stance: -2 rejects to 2 demands; None = none is known.
        condition: Its condition, or "".
    """

    stance: int | None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """How a stand differs from the one before.

    Attributes:
        way: The word of the rule.
        steps: The later stance less the earlier one, -4 to 4; 0 where one of them isn't known.
        condition: What became of the condition: added, dropped, changed, or "".
    """

    way: Way
    steps: int = 0
    condition: Literal["", "added", "dropped", "changed"] = ""


def shift(before: Stand | None, now: Stand) -> Shift:
    """Return how `now` differs from `before`, the last stand with a known stance; None where there is none."""
    if now.stance is None:
        return Shift("")
    if before is None or before.stance is None:
        return Shift("first")
    condition = _condition(before.condition, now.condition)
    steps = now.stance - before.stance
    if before.stance * now.stance < 0:
        return Shift("turned", steps, condition)
    further = abs(now.stance) - abs(before.stance)
    if not further and condition in ("added", "dropped"):
        narrower = (condition == "added") == (now.stance > 0)
        further = 0 if not now.stance else 1 if narrower else -1
    return Shift("hardened" if further > 0 else "softened" if further < 0 else "", steps, condition)


def _condition(before: str, now: str) -> Literal["", "added", "dropped", "changed"]:
    if before == now:
        return ""
    return "changed" if before and now else "added" if now else "dropped"
