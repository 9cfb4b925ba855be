"""What a name means: found, made, or told why it can't be."""

from __future__ import annotations

import pytest

from db.drafts import Draft, Named
from db.importing.meaning import Meanings
from db.importing.naming import Names
from db.shapes import BY_TABLE
from tests.db.helpers import is_one_sentence


@pytest.fixture
def meanings(names: Names) -> Meanings:
    return Meanings(names)


def test_what_is_called_so_is_meant(meanings: Meanings) -> None:
    meant = meanings.of("party", Named("the ALPHA", {}))
    assert (meant.slug, meant.made, meant.why) == ("alpha", None, "")
    assert meanings.of("party", Named("aa")).slug == "alpha"  # its code
    assert meanings.of("party", Named(" ")).slug is None


def test_what_nothing_is_called_is_made_once(meanings: Meanings) -> None:
    first = meanings.of("party", Named("Wagner Group", {"type": "group"}))
    again = meanings.of("party", Named("WAGNER group", {"type": "group"}))
    assert first.made is not None
    assert first.made is again.made
    assert first.made.draft.values == {"name": "Wagner Group", "short": "WG", "type": "group"}
    assert (first.slug, again.slug) == ("wagner-group", "wagner-group")
    assert meanings.uncertain == []


def test_what_must_be_there_and_is_not_is_told_with_what_is_near(meanings: Meanings) -> None:
    why = meanings.of("party", Named("Gama")).why
    assert why == "there is no party “Gama” in the file or the store: near it are gamma."
    assert meanings.of("party", Named("Gama", {})).slug == "gama"  # where it may be made, it is


def test_what_several_are_called_is_never_guessed(meanings: Meanings) -> None:
    meant = meanings.of("place", Named("Kyiv", {}))
    assert meant.slug is None
    assert meant.why.startswith("“Kyiv” may be any of kyiv, other-kyiv: give the slug of the one that is meant")


def test_a_new_name_that_is_like_a_known_one_is_listed(meanings: Meanings) -> None:
    assert meanings.of("person", Named("Zelenskiy", {})).slug == "zelenskiy"
    [one] = meanings.uncertain
    assert one.like == (("Volodymyr Zelensky", "zel"),)
    assert "“Zelenskiy” is taken as a new person; it is like “Volodymyr Zelensky” (zel)" in one.text
    assert is_one_sentence(one.text)


def test_an_outlets_only_text_stands_for_it_and_is_listed(meanings: Meanings) -> None:
    assert meanings.of("source", Named("Gazette", {})).slug == "gazette"
    assert meanings.uncertain == []  # its slug is its name
    assert meanings.of("source", Named("GA", {})).slug == "gazette"
    [one] = meanings.uncertain
    assert "“GA” is taken for its only text in the store, “Another report” (gazette)" in one.text


def test_an_outlet_with_several_texts_is_a_source_of_its_own(meanings: Meanings) -> None:
    meant = meanings.of("source", Named("The Herald", {}))
    assert meant.made is not None
    assert (meant.slug, meant.made.draft.values["publisher"]) == ("herald", "The Herald")
    [one] = meanings.uncertain
    assert "“First” (h-1), “Second” (h-2)" in one.text
    assert meanings.of("source", Named("the herald", {})).made is meant.made  # from now on it is called so
    assert meanings.of("source", Named("HE")).why.startswith("“HE” may be any of h-1, h-2")


def test_what_is_made_may_name_others(meanings: Meanings) -> None:
    made = meanings.of("source", Named("Echo", {"aligned_with": Named("Wagner", {})})).made
    assert made is not None
    assert made.draft.values["aligned_with"] == "wagner"
    assert [one.slug for one in made.needs] == ["wagner"]
    odd = meanings.of("source", Named("Ocho", {"aligned_with": Named("Quux")})).made
    assert odd is not None
    assert [str(fault) for fault in odd.faults] == [
        "source Ocho, aligned_with: there is no party “Quux” in the file or the store."
    ]


def test_a_record_without_a_slug_is_known_by_its_name(meanings: Meanings) -> None:
    known = Draft(BY_TABLE["people"], "p", None, None, {"name": "ANN", "sort_name": "A"})
    assert meanings.identify(known).slug == "ann"
    assert known.values == {"sort_name": "A"}  # its name stays as it is
    new = Draft(BY_TABLE["parties"], "p", None, None, {"name": "Mali"})
    assert meanings.identify(new).slug == "mali"
    assert new.values == {"name": "Mali", "short": "MA", "type": "group"}
    nobody = Draft(BY_TABLE["people"], "p", None, None, {"sort_name": "A"})
    assert meanings.identify(nobody).slug is None
    assert meanings.identify(Draft(BY_TABLE["places"], "p", None, None, {"name": "Kyiv"})).why
