"""On whose word something is, in words: `according to RT, citing Dmitry Peskov (Russia)`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from db.text import folded

if TYPE_CHECKING:
    from db.accounts import Account

MOST: Final = 4
"""Names in one list; the others are counted."""


def listed(names: Sequence[str], most: int = MOST, noun: str = "other") -> str:
    """List names in words: `RT and The Post`, `RT, The Post and 3 others`."""
    rest = len(names) - most
    kept = [*names[:most], f"{rest} {noun}{'s' * (rest > 1)}"] if rest > 0 else [*names]
    return f"{', '.join(kept[:-1])} and {kept[-1]}" if len(kept) > 1 else "".join(kept)


def person(account: Account, of: str = "") -> str:
    """Say whom an outlet cites; "" where it speaks in its own voice.

    Args:
        account: The claim.
        of: A party that need not be named, since it is clear whose word it is.
    """
    behalf = "" if account.behalf == of else account.behalf
    name = f"{account.speaker} ({behalf})" if account.speaker and behalf else account.speaker or behalf
    return f"{name}, relayed by {account.relayed_by}" if account.relayed_by and name else account.relayed_by or name


def outlets(accounts: Iterable[Account], of: str = "") -> str:
    """Say which outlets report something, and whom each cites: `RT, citing Dmitry Peskov; The Post`.

    Args:
        accounts: Claims. What was inferred stands back where anything was said outright.
        of: As in `person`.
    """
    given = [*accounts]
    given = [one for one in given if not one.inferred] or given
    cited: defaultdict[str, dict[str, None]] = defaultdict(dict)
    hedged: defaultdict[str, list[str]] = defaultdict(list)
    for one in given:
        cited[one.publisher][person(one, of)] = None
        hedged[one.publisher].append(one.hedge)
    groups: defaultdict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for outlet in sorted(cited, key=lambda name: (folded(name), name)):
        whom = () if "" in cited[outlet] else tuple(cited[outlet])
        hedges = hedged[outlet]
        groups[hedges[0] if all(hedges) else "", whom].append(outlet)
    parts = [
        f"{listed(names, noun='other outlet')}{f', which says “{hedge}”' if hedge else ''}"
        f"{f', citing {listed(whom)}' if whom else ''}"
        for (hedge, whom), names in groups.items()
    ]
    return "; ".join(parts)


def according(accounts: Sequence[Account]) -> str:
    """Say on whose word something is; what is only inferred says so, and so does what nobody asserts outright."""
    if all(one.modality != "asserts" for one in accounts):
        return f"reported by {listed(sorted({one.publisher for one in accounts}, key=folded), noun='other outlet')}"
    how = "inferred from" if all(one.inferred for one in accounts) else "according to"
    return f"{how} {outlets(accounts)}"


def sentences(*parts: str) -> str:
    """Put sentences in a row, each with an end."""
    kept = [part.strip() for part in parts]
    return " ".join(part if part.endswith((".", "!", "?", "…", ".”")) else f"{part}." for part in kept if part)
