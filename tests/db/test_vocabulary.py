"""The closed lists of words."""

from __future__ import annotations

import pytest

from db.shapes import BY_TABLE, CLAIM, LINK, SHAPES
from db.vocabulary import label, properties, reverse, value_label, words

LISTS = sorted(
    {field.of for shape in SHAPES for field in shape.fields.values() if field.type == "code"}
    | {field.of for field in (*CLAIM.values(), *LINK.values()) if field.type == "code"}
    | {known.of for known in properties().values() if known.of}
)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_that_a_field_names_has_words_and_each_has_a_label(name: str) -> None:
    assert words(name)
    assert all(label(name, word).strip() for word in words(name))


def test_every_property_is_compared_in_a_way_that_is_known() -> None:
    for name, known in properties().items():
        assert known.compare in ("date", "duration", "count", "code", "text"), name
        assert known.label, name


def test_a_code_is_from_a_list_or_names_a_record() -> None:
    kinds = {shape.kind for shape in BY_TABLE.values()}
    for name, known in properties().items():
        assert bool(known.of or known.ref) == (known.compare == "code"), name
        assert known.ref is None or known.ref in kinds, name


def test_only_what_changes_as_talks_go_on_is_replaced_by_any_later_word() -> None:
    assert {name for name, known in properties().items() if known.over_time} == {"status", "format"}


def test_event_types_are_plovers_and_our_own_four() -> None:
    assert words("event_type") == (
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
        "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "ROUND", "STATEMENT", "TRUCE", "CHANGE",
    )  # fmt: skip


def test_stances_run_from_rejects_to_demands() -> None:
    assert [(word, label("stance", word)) for word in words("stance")] == [
        ("-2", "rejects"), ("-1", "opposes"), ("0", "neutral"), ("1", "accepts"), ("2", "demands"),
    ]  # fmt: skip


def test_the_role_that_a_claim_speaks_of_is_of_any_list_of_roles() -> None:
    assert set(words("any_role")) == {*words("event_role"), *words("delegate_role"), *words("process_role")}
    assert label("any_role", "head") == "head"
    assert label("any_role", "outside") == "outside voice"


def test_a_word_that_a_list_lacks_is_its_own_label() -> None:
    assert label("status", "asleep") == "asleep"
    assert reverse("befriends") == "befriends"


def test_a_list_that_does_not_exist_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        words("nonsense")


def test_links_read_from_both_ends() -> None:
    assert (label("link", "postpones"), reverse("postpones")) == ("postpones", "postponed by")
    assert all(reverse(word) != word for word in words("link"))


def test_codes_are_shown_by_their_label_and_all_else_as_given() -> None:
    assert value_label("reason", "iran-tensions") == "tensions with Iran"
    assert value_label("mood", "gloomy") == "gloomy"
    assert value_label(None, "held") == "held"
    assert value_label("no-such-property", "held") == "held"
