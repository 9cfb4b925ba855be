"""Contested, derived: the one home of the rule.

A record is contested when its live claims on a property disagree, or one asserts what another denies. A claim is live
unless it is deprecated or superseded by a newer one of the same voice on the same property. How two values are
compared is the property's `compare` in `vocabulary.toml`; text is never compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, groupby
from typing import Final

from db.dates import DateError, bounds
from db.values import dataclass
from db.vocabulary import properties

AT_ONE: Final = (
    "count(property) = count(DISTINCT property) AND count(said_on) < 2"
    " AND count(*) = count(CASE WHEN modality = 'asserts' AND rank <> 'deprecated' THEN 1 END)"
)
"""The condition in SQL that the claims of a group can't be at odds: nothing is denied or set aside, none is newer than
another, and no property has two. It holds for most records, and spares them being weighed one by one."""

_COUNT: Final = re.compile(r"(\d{1,15})(?:(\.\.)(\d{1,15})?)?|\.\.(\d{1,15})")
_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_MINUTES: Final = (525_600, 43_800, 10_080, 1_440, 60, 1)
"""Minutes in a year of 365 days, its twelfth, a week, a day, an hour and a minute."""


@dataclass(frozen=True, slots=True)
class Said:
    """As much of a claim as the rule looks at.

    Attributes:
        about: The property it speaks of; "" is the record itself.
        value: As its source gives it.
        modality: asserts, denies or declines.
        source: Id of the source.
        speaker: Id of the person quoted.
        on_behalf_of: Id of the party spoken for; with no speaker either, the outlet speaks in its own voice.
        said_on: EDTF.
        rank: preferred, normal or deprecated.
    """

    about: str
    value: str | None
    modality: str
    source: int
    speaker: int | None = None
    on_behalf_of: int | None = None
    said_on: str | None = None
    rank: str = "normal"

    @property
    def voice(self) -> tuple[int | None, int | None, int | None]:
        """Whose word it is: a person for a party, a party, or else the outlet itself."""
        own = self.speaker is None and self.on_behalf_of is None
        return self.speaker, self.on_behalf_of, self.source if own else None


@dataclass(frozen=True, slots=True)
class State:
    """What the claims on a record add up to.

    Attributes:
        state: single, agreed, contested or denied ("" with no live claim). Denied: somebody denies the record itself.
        contested_on: The properties in dispute, in alphabetical order.
        claims: How many live claims there are.
        sources: How many sources they come from.
    """

    state: str
    contested_on: tuple[str, ...]
    claims: int
    sources: int


def live(claims: Iterable[Said]) -> list[Said]:
    """Return the claims that count: neither deprecated nor superseded."""
    ranked = [claim for claim in claims if claim.rank != "deprecated"]
    dated = [claim for claim in ranked if claim.said_on]  # most claims are of no day, and nothing supersedes those
    if not dated:
        return ranked
    return [claim for claim in ranked if not (claim.said_on and any(supersedes(other, claim) for other in dated))]


def supersedes(newer: Said, older: Said) -> bool:
    """Say whether `newer` replaces `older`: the same voice on the same property, on a later day.

    What changes as talks go on, such as whether a round is planned or under way, is replaced by any later word.
    """
    if newer.about != older.about or not newer.said_on or not older.said_on:
        return False
    known = properties().get(newer.about)
    if newer.voice != older.voice and not (known and known.over_time):
        return False
    try:
        first, last = bounds(newer.said_on).earliest, bounds(older.said_on).latest
    except DateError:  # a foreign store may hold anything
        return False
    return first is not None and last is not None and first > last


def disagree(name: str, one: str, other: str) -> bool:
    """Say whether two values of a property can't both be right.

    Dates disagree when no moment fits both, counts and durations when no number does, codes when they differ; texts
    never do. A value that can't be read is compared as a code.
    """
    if one == other:
        return False
    known = properties().get(name)
    compare = known.compare if known else "text"
    if compare == "text":
        return False
    if compare == "date":
        try:
            return not bounds(one).overlaps(bounds(other))
        except DateError:
            return True
    if compare in ("count", "duration"):
        read = count_range if compare == "count" else duration_range
        first, second = read(one), read(other)
        return first is None or second is None or first[0] > second[1] or second[0] > first[1]
    return True


def count_range(value: str) -> tuple[float, float] | None:
    """Read a count: `71`, `70..75`, `100..` (at least), `..20` (at most); None if it is none of these."""
    found = _COUNT.fullmatch(value.strip())
    if found is None:
        return None
    low, dots, high, most = found.groups()
    if most is not None:
        return 0, float(most)
    if high:
        return (float(low), float(high)) if int(low) <= int(high) else None
    return float(low), float("inf") if dots else float(low)


def duration_range(value: str) -> tuple[float, float] | None:
    """Read an ISO 8601 duration as minutes; None if it is not one."""
    found = _DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()):
        return None
    total = float(sum(int(part or 0) * size for part, size in zip(found.groups(), _MINUTES, strict=True)))
    return total, total


def in_dispute(claims: Sequence[Said]) -> bool:
    """Say whether live claims on one property disagree, or one asserts what another denies."""
    asserted = [claim for claim in claims if claim.modality == "asserts"]
    for one, other in combinations(asserted, 2):
        if one.value is not None and other.value is not None and disagree(one.about, one.value, other.value):
            return True
    return any(_same(claim, denial) for denial in claims if denial.modality == "denies" for claim in asserted)


def rivals(claims: Sequence[Said], name: str) -> tuple[str, ...]:
    """Return every value that live claims assert of a property, in order; a date's first is the earliest."""
    return tuple(sorted({claim.value or "" for claim in claims if claim.about == name and claim.modality == "asserts"}))


def _same(claim: Said, denial: Said) -> bool:
    """Say whether a denial is of what the claim asserts; one without a value denies the property whatever it is."""
    if claim.value is None or denial.value is None or claim.value == denial.value:
        return True
    known = properties().get(claim.about)
    return known is not None and known.compare != "text" and not disagree(claim.about, claim.value, denial.value)


def weigh(claims: Iterable[Said]) -> State:
    """Return what the claims on one record add up to."""
    counted = sorted(live(claims), key=lambda claim: claim.about)
    if len(counted) == 1:  # as of most records: it can't be at odds with itself
        return State("single", (), 1, 1)
    disputed = tuple(name for name, group in groupby(counted, key=lambda claim: claim.about) if in_dispute([*group]))
    sources = len({claim.source for claim in counted})
    if "" in disputed:
        state = "denied"
    elif disputed:
        state = "contested"
    else:
        state = "agreed" if sources > 1 else "single" if sources else ""
    return State(state, tuple(name for name in disputed if name), len(counted), sources)
