"""What was said about records, and on whose word: claims with their speakers and outlets, in a fixed order."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from db.asof import day_of
from db.contested import Said, live
from db.spelling import spelled
from db.text import folded
from db.values import dataclass
from db.vocabulary import properties, value_label
from db.voices import Voice, json_of


@dataclass(frozen=True, slots=True)
class Account:
    """One claim, as people read it.

    Attributes:
        id: The claim.
        about: The property it speaks of; "" is the record itself.
        label: How people read the property.
        value: What it says, codes by their label; "" where it only asserts or denies the record.
        modality: asserts, denies or declines.
        note: In the store's own words, or "".
        quote: A fragment of what the speaker said, or "".
        speaker, relayed_by: Names of people, or "".
        behalf: Name of the party spoken for, or "".
        behalf_short: Its 2 to 4 letters.
        publisher, short: The outlet.
        locator: Where in it, or "".
        hedge: The outlet's own reservation, such as "reportedly", or "".
        inferred: Whether the value was inferred; the note says how.
        said_on: EDTF, or "".
        rank, rank_reason: preferred, normal or deprecated, and why.
        source, speaker_id, party: Records to follow; None where there is none.
        title: Title of the text, for a citation.
        url: Its address, or "".
        replaced: Whether a later word has taken its place.
        heard: Whether the voice in scope says it; with none, all of them are heard.
        stored: The value as the store has it, for comparing.
    """

    id: int
    about: str
    label: str
    value: str
    modality: str
    note: str
    quote: str
    speaker: str
    relayed_by: str
    behalf: str
    behalf_short: str
    publisher: str
    short: str
    locator: str
    hedge: str
    inferred: bool
    said_on: str
    rank: str
    rank_reason: str
    source: int
    speaker_id: int | None
    party: int | None
    title: str
    url: str
    replaced: bool = False
    stored: str = ""
    heard: bool = True


_SQL: Final = """
    SELECT claims.record, claims.id, coalesce(property, ''), coalesce(value, ''), modality, coalesce(note, ''),
        coalesce(quote, ''), coalesce(named(speaker), ''), coalesce(named(relayer), ''), coalesce(named(parties), ''),
        coalesce(parties.short, ''), publisher, sources.short, coalesce(locator, ''), coalesce(hedge, ''), inferred,
        coalesce(said_on, ''), rank, coalesce(rank_reason, ''), claims.source, speaker, on_behalf_of, sources.title,
        coalesce(url, ''), coalesce(named(places), ''), coalesce(named(events), '')
    FROM claims JOIN sources ON sources.id = claims.source
    LEFT JOIN people AS speaker ON speaker.id = claims.speaker
    LEFT JOIN people AS relayer ON relayer.id = claims.relayed_by
    LEFT JOIN parties ON parties.id = claims.on_behalf_of
    LEFT JOIN records AS named ON named.slug = claims.value AND (
        property = 'place' AND named.kind = 'place' OR property = 'unchanged_from' AND named.kind = 'event')
    LEFT JOIN places ON places.id = named.id
    LEFT JOIN events ON events.id = named.id
    WHERE claims.record IN (SELECT value FROM json_each(:ids))
    ORDER BY rank = 'deprecated', CAST(locator AS INTEGER), claims.id
"""


def accounts(
    conn: sqlite3.Connection, records: Iterable[int], word: Voice | None = None, as_of: int | None = None
) -> dict[int, tuple[Account, ...]]:
    """Return the claims on each of `records`: by property, then by outlet in alphabetical order, equal in weight.

    With a voice, names are spelled as it does, and what others say is marked as theirs. As of a day (counted from
    1970), those said later are left out.
    """
    found: defaultdict[int, list[Account]] = defaultdict(list)
    for record, claim, name, value, modality, *rest in conn.execute(
        spelled(_SQL), {"ids": json.dumps([*records]), "sources": json_of(word)}
    ):
        known = properties().get(name)
        label = known.label if known else name
        *row, place, event = rest
        row[10] = bool(row[10])
        text = place or event or value_label(name, value)
        account = Account(claim, name, label, text, modality, *row)
        if as_of is not None and account.said_on and day_of(account.said_on) > as_of:
            continue
        heard = word is None or word.says(account.source, account.party)
        found[record].append(replace(account, stored=value, heard=heard))
    return {record: tuple(sorted(_replaced(rows), key=_place)) for record, rows in found.items()}


def said(row: Account) -> Said:
    """Return as much of a claim as the rule of `db.contested` looks at."""
    value, day = row.stored or None, row.said_on or None
    return Said(row.about, value, row.modality, row.source, row.speaker_id, row.party, day, row.rank)


def cited(row: Account, short: bool = False) -> str:
    """Return where a claim stands: the outlet, or its 2 to 4 letters, with the paragraph or another locator."""
    outlet = row.short if short else row.publisher
    return f"{outlet} {'¶ ' if row.locator[0].isdigit() else ''}{row.locator}" if row.locator else outlet


def chain(row: Account, short_outlet: bool = False, short_party: bool = False) -> tuple[str, ...]:
    """Return through whom a claim came: the outlet, who relayed it, who said it, on whose behalf.

    An outlet that speaks in its own voice stands alone.
    """
    party = row.behalf_short if short_party else row.behalf
    return tuple(part for part in (cited(row, short_outlet), row.relayed_by, row.speaker, party) if part)


def _place(row: Account) -> tuple[int, str, int]:
    """Return where a claim stands among the others: by property, then by outlet, "The" left aside."""
    names = ["", *properties()]
    return names.index(row.about) if row.about in names else len(names), folded(row.publisher), row.source


def _replaced(rows: list[Account]) -> list[Account]:
    """Mark the claims that a later word has taken the place of, by the rule of `db.contested`."""
    claims = [said(row) for row in rows]
    kept = {id(claim) for claim in live(claims)}
    return [
        replace(row, replaced=row.rank != "deprecated" and id(claim) not in kept)
        for row, claim in zip(rows, claims, strict=True)
    ]
