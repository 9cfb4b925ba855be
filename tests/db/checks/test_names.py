"""What may be there twice, and what is shown under two names."""

from __future__ import annotations

import pytest

from tests.db.checks.helpers import STORY, Talks, findings, spoil

DANA = '[people.dana]\nname = "Dana Quill"\n'


def pair(talks: Talks, text: str) -> list[tuple[str, str]]:
    return findings(talks(STORY + text), "duplicate")


@pytest.mark.parametrize(
    "other",
    [
        'name = "dana  QUILL"',
        'name = "Dána Quill"',
        'name = "Quill, Dana"',
        'name = "D. Q."\nnames = [{text = "Dana Quill"}]',
        'name = "D. Q."\nsort_name = "Quill, Dana"',
    ],
)
def test_people_with_one_name_may_be_the_same(talks: Talks, other: str) -> None:
    [(where, text)] = pair(talks, f"{DANA}[people.other]\n{other}\n")
    assert where == "person:dana"
    assert text == (
        "person:dana and person:other may be the same, since they both go by “Dana Quill”:"
        " keep one, or tell them apart."
    )


def test_people_with_a_spelling_in_common_may_be_the_same(talks: Talks) -> None:
    people = "".join(
        f'[people.{slug}]\nname = "{slug}"\nnames = [{{text = "The Fox"}}]\n' for slug in ("dee", "eve", "flo")
    )
    assert pair(talks, people) == [
        (
            "person:dee",
            "person:dee, person:eve and person:flo may be the same, since they all go by “The Fox”:"
            " keep one, or tell them apart.",
        )
    ]


def test_a_pair_is_told_once_however_much_it_shares(talks: Talks) -> None:
    both = 'sort_name = "Quill, Dana"\nnames = [{text = "The Fox"}]\n'
    assert len(pair(talks, f'{DANA}{both}[people.other]\nname = "Dana Quill"\n{both}')) == 1


def test_parties_and_places_are_compared_too(talks: Talks) -> None:
    found = pair(
        talks,
        '[parties.alfa]\nname = "ALPHA"\nshort = "AF"\ntype = "state"\n'
        '[places.city]\nname = "City"\nsort_name = "Town"\n',
    )
    assert [where for where, _ in found] == ["party:alfa", "place:city"]


def test_records_of_two_kinds_may_share_a_name(talks: Talks) -> None:
    assert pair(talks, '[places.alpha]\nname = "Alpha"\n[people.alpha]\nname = "Alpha"\n') == []


def test_names_that_differ_are_of_two(talks: Talks) -> None:
    assert pair(talks, f'{DANA}[people.other]\nname = "Dana Quilt"\n[people.third]\nname = "Dana Quill Quill"\n') == []


SOURCE = '[sources.{slug}]\npublisher = "{who}"\nshort = "XX"\ntitle = "{title}"\nurl = "{url}"\n'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://example.org/a", "http://www.EXAMPLE.org/a/", True),
        ("https://example.org", "https://example.org/", True),
        ("https://example.org/a#top", "https://example.org/a", True),
        ("https://example.org/a", "https://example.org/A", False),
        ("https://example.org/a?page=1", "https://example.org/a?page=2", False),
        ("https://example.org/a", "https://example.com/a", False),
    ],
)
def test_sources_with_one_address_may_be_the_same(talks: Talks, one: str, other: str, same: bool) -> None:
    found = pair(
        talks,
        SOURCE.format(slug="one", who="W", title="T", url=one)
        + SOURCE.format(slug="two", who="V", title="T", url=other),
    )
    assert [where for where, _ in found] == (["source:one"] if same else [])
    assert all("both have the address “http" in text for _, text in found)


def test_sources_with_one_title_may_be_the_same(talks: Talks) -> None:
    found = pair(
        talks,
        SOURCE.format(slug="one", who="The Sun", title="Moon", url="https://example.org/1")
        + SOURCE.format(slug="two", who="SUN", title="The moon", url="https://example.org/2")
        + SOURCE.format(slug="three", who="Star", title="Moon", url="https://example.org/3"),
    )
    assert found == [
        (
            "source:one",
            "source:one and source:two may be the same, since they both have the title “The Sun: Moon”:"
            " keep one, or tell them apart.",
        )
    ]


def test_one_spelling_of_a_record_is_preferred(talks: Talks) -> None:
    path = talks(STORY + '[people.dana]\nname = "Dana"\nnames = [{text = "Dena", preferred = true}, {text = "Dina"}]\n')
    assert findings(path, "spelling") == []
    spoil(path, "UPDATE names SET preferred = 1")
    assert findings(path, "spelling") == [
        ("person:dana", "person:dana has 2 preferred spellings (“Dena” and “Dina”): prefer one of them.")
    ]


def test_a_name_without_letters_is_compared_as_it_is(talks: Talks) -> None:
    path = talks(STORY + '[people.q]\nname = "???"\n[people.e]\nname = "!!!"\n')
    assert findings(path, "duplicate") == []
    spoil(path, "UPDATE people SET name = '' WHERE name IN ('???', '!!!')")
    assert findings(path, "duplicate") == []
