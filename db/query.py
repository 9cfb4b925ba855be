"""The language of the search box and of the filter that stays: words, phrases and filters, read from what is typed.

A word finds the beginnings of words, so that it works as it is typed; `word*` means the same. A "phrase" finds its very
words. `name:value` is a filter, `name:a,b` takes either, a value with blanks stands in quotation marks, and `-` before
any of them turns it round. A filter of which only the name is typed is left aside, since it isn't finished.

A word with a colon is a filter if there are only letters before it and something after it that doesn't begin with
`//`: `10:30`, `https://example.org` and `re: x` are text; `colour:red` is a filter that doesn't exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from db.dates import DateError, iso, iso_day, typed_days
from db.errors import UsageError
from db.text import brief, clean
from db.values import dataclass
from db.vocabulary import words

FILTERS: Final = {
    "party": "a part, a seat, a position; or spoken for",
    "issue": "it and those under it, positions, events",
    "person": "their seats, their offices, their words",
    "source": "what an outlet or one of its texts says",
    "kind": "a kind of record, or a type of event",
    "status": "events: planned, ongoing, held …",
    "since": "events, positions, sources from a day on",
    "until": "events, positions, sources up to a day",
    "contested": "what is in dispute: yes or no",
    "stance": "positions: <0, >=1, -2 … or none",
    "has": "a quote, note, condition, summary or text",
}
"""Every filter, and what it keeps."""

KINDS: Final = {
    "person": "person", "party": "party", "place": "place", "issue": "issue", "event": "event",
    "position": "position", "claim": "claim", "text": "document", "source": "source", "office": "office",
    "seat": "delegate", "talks": "process",
}  # fmt: skip
"""What `kind:` may say beside the types of events, and what the store calls it."""

HAS: Final = ("quote", "note", "condition", "summary", "text")
CONTESTED: Final = ("yes", "no")

_MOST: Final = 1000
"""Characters of a query that are read; a longer one was pasted by mistake."""
_MANY: Final = 40
"""Words and filters of a query."""

_ITEM: Final = re.compile(
    r"""(?P<minus>-?)(?:
        (?P<name>[^\W\d_]+):(?!//|\s|$)(?P<values>(?:"[^"]*(?:"|$)|[^\s"])+)
        |(?P<bare>[^\W\d_]+):(?=\s|$)
        |"(?P<phrase>[^"]*)(?P<end>"|$)
        |(?P<word>[^\s"]+)
    )""",
    re.VERBOSE,
)
_VALUE: Final = re.compile(r'"([^"]*)(?:"|$)|([^",]+)')
_LAST: Final = re.compile(r'(?:^|,)("[^"]*"?|[^",]*)')
_STANCE: Final = re.compile(r"(<=|>=|<|>|=)?([-+]?)([0-2])")


class QueryError(UsageError):
    """Something is looked for that can't be; the sentence says what is allowed."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase that is looked for.

    Attributes:
        text: As it was typed.
        begins: Whether its last word need only begin so.
        negated: Whether what has it is left out.
    """

    text: str
    begins: bool = True
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on what is found.

    Attributes:
        name: One of `FILTERS`.
        values: As typed, for those that name things; else as a store has them: days in ISO 8601, words in lower case
            (types of events in upper case), stances as `<0`. Any one of them will do.
        negated: Whether what has it is left out.
    """

    name: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        """Return it as it can be typed."""
        values = (f'"{value}"' if re.search(r"[\s,]", value) else value for value in self.values)
        return f"{'-' * self.negated}{self.name}:{','.join(values)}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; a record is found that has all of it."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()

    @property
    def words(self) -> tuple[Term, ...]:
        """The words and phrases that must be there."""
        return tuple(term for term in self.terms if not term.negated)


def parse(text: str, today: int) -> Query:
    """Read a query.

    Args:
        text: Anything.
        today: The day that is looked at, counted from 1970: a day without its year is the one nearest to it.

    Raises:
        QueryError: A filter is wrong.
    """
    typed = clean(text)
    if len(typed) > _MOST:
        raise QueryError(f"This has {len(typed):,} characters: look for {_MOST:,} at most.")
    terms: list[Term] = []
    filters: list[Filter] = []
    for found in _ITEM.finditer(typed):
        negated = bool(found["minus"])
        if found["name"]:
            made = _filter(found["name"].casefold(), found["values"], negated, today)
            filters += [made] if made is not None else []
        elif found["bare"]:
            if found["bare"].casefold() == "contested":
                filters.append(Filter("contested", ("yes",), negated))
            elif found["bare"].casefold() not in FILTERS:
                terms.append(Term(found["bare"], negated=negated))
        else:
            phrase = found["phrase"]
            said = found["word"].rstrip("*") if phrase is None else phrase.strip()
            if re.search(r"[^\W_]", said):
                terms.append(Term(said, phrase is None or not found["end"], negated))
    if len(terms) + len(filters) > _MANY:
        raise QueryError(f"This has {len(terms) + len(filters)} words and filters: look for {_MANY} at most.")
    query = Query(tuple(terms), tuple(filters))
    _in_order(query)
    return query


def unfinished(text: str) -> tuple[str, str, str]:
    """Return what stands at the end of a query while it is typed, for its completion.

    Returns:
        What comes before it; the name of the filter whose value it is, or ""; as much of that value, or of the word,
        as there is, without quotation marks.
    """
    items = [*_ITEM.finditer(text)]
    found = items[-1] if items else None
    if found is None or found.end() != len(text) or found["phrase"] is not None:
        return text, "", ""
    begin = found.end("minus")
    if found["bare"]:
        name = found["bare"].casefold()
        return (text, name, "") if name in FILTERS else (text, "", "")
    if found["word"]:
        return text[:begin], "", found["word"]
    *_, last = _LAST.finditer(found["values"])
    return text[: found.start("values") + last.start(1)], found["name"].casefold(), last[1].strip('"')


def _filter(name: str, typed: str, negated: bool, today: int) -> Filter | None:
    """Read one filter; None if it has no value yet."""
    if name not in FILTERS:
        raise QueryError(f"There is no filter “{brief(name)}:”; there are {_listed(f'{one}:' for one in FILTERS)}.")
    values = tuple(value for quoted, bare in _VALUE.findall(typed) if (value := (quoted or bare).strip()))
    if not values:
        return None
    read = _READ.get(name)
    return Filter(name, values if read is None else tuple(read(name, value, today) for value in values), negated)


def _day(name: str, value: str, today: int) -> str:
    try:
        first, last = typed_days(value, today)
    except DateError as error:
        raise QueryError(f"{name}: {error}") from error
    return iso(first if name == "since" else last)


def _kind(_name: str, value: str, _today: int) -> str:
    if value.casefold() in KINDS:
        return value.casefold()
    types = words("event_type")
    if value.upper() in types:
        return value.upper()
    raise QueryError(
        f"There is no kind “{brief(value)}”; there are {_listed(KINDS)}, and of events"
        f" {_listed(one.lower() for one in types)}."
    )


def _stance(_name: str, value: str, _today: int) -> str:
    if value.casefold() == "none":
        return "none"
    found = _STANCE.fullmatch(value.replace(" ", "").replace("−", "-"))
    if found is None:
        raise QueryError(
            f"“{brief(value)}” is no stance: compare with a number from -2 (rejects) to 2 (demands), as in stance:<0,"
            " or say none."
        )
    sign = found[2] if found[2] == "-" else ""
    return f"{found[1] or '='}{sign}{found[3]}"


def _word_of(name: str, value: str, _today: int) -> str:
    allowed = {"status": words("status"), "contested": CONTESTED, "has": HAS}[name]
    if value.casefold() in allowed:
        return value.casefold()
    raise QueryError(f"{name}: knows no “{brief(value)}”; it takes {_listed(allowed)}.")


_READ: Final = {
    "since": _day, "until": _day, "kind": _kind, "stance": _stance,
    "status": _word_of, "contested": _word_of, "has": _word_of,
}  # fmt: skip


def _in_order(query: Query) -> None:
    """Refuse a stretch of time that ends before it begins.

    Raises:
        QueryError: It does.
    """
    since, until = [*_days(query, "since")], [*_days(query, "until")]
    if since and until and max(since) > min(until):
        raise QueryError(f"since:{iso(max(since))} is after until:{iso(min(until))}: swap the two.")


def _days(query: Query, name: str) -> Iterator[int]:
    """Yield the bound that each filter of a name sets: of several days in one, that which keeps the most."""
    for one in query.filters:
        if one.name == name and not one.negated:
            days = [day for value in one.values if (day := iso_day(value)) is not None]
            yield min(days) if name == "since" else max(days)


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"
