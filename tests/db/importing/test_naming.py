"""Names: what is known by which, and what something new is called."""

from __future__ import annotations

import pytest

from db.importing.naming import Names, new_values


@pytest.mark.parametrize("text", ["Alpha", "alpha", "  ALPHA ", "the Alpha", "Álpha"])
def test_a_name_is_known_however_it_is_typed(names: Names, text: str) -> None:
    assert names.called("party", text) == ("alpha",)


@pytest.mark.parametrize("text", ["Зеленський", "v. zelenskyy", "zel", "Volodymyr Zelensky"])
def test_every_spelling_and_the_slug_are_names(names: Names, text: str) -> None:
    assert names.called("person", text) == ("zel",)


def test_what_several_are_called_is_all_of_them(names: Names) -> None:
    assert names.called("place", "Kyiv") == ("kyiv", "other-kyiv")


def test_short_names_codes_and_publishers_count_where_no_name_does(names: Names) -> None:
    assert names.known_as("party", "AL") == ("alpha",)
    assert names.known_as("party", "AA") == ("alpha",)
    assert names.known_as("source", "the herald") == ("h-1", "h-2")
    assert names.called("source", "the herald") == names.called("party", "AL") == ()


def test_what_the_file_brings_is_known_too(names: Names) -> None:
    names.add("person", "eve", {"name": "Eve"}, ["Eva", 7])
    assert names.called("person", "eva") == ("eve",)
    assert names.called("person", "Adam") == ()


def test_a_new_slug_is_made_of_the_name_and_is_no_others(names: Names) -> None:
    assert names.free("person", "Ann Archer") == "ann-archer"
    assert names.free("person", "Ann!") == "ann-2"
    assert names.free("person", "x" * 100) == "x" * 60
    names.add("person", "ann-2", {"name": "Ann!"})
    assert names.free("person", "Ann?") == "ann-3"


def test_a_new_short_name_is_no_others_if_it_can_be(names: Names) -> None:
    assert names.short("party", "Alps") == "ALP"  # AL is Alpha's
    assert names.short("party", "Wagner Group") == "WG"
    assert names.short("party", "Żółw") == "ŻÓ"
    assert names.short("party", "X") == "X"


def test_what_is_made_has_what_its_kind_needs(names: Names) -> None:
    assert new_values(names, "party", " Wagner  Group ", {}) == {"name": "Wagner Group", "short": "WG", "type": "group"}
    assert new_values(names, "party", "Mali", {"type": "state", "short": "ML"}) == {
        "name": "Mali", "short": "ML", "type": "state",
    }  # fmt: skip
    assert new_values(names, "source", "Sol", {}) == {"publisher": "Sol", "title": "Sol", "short": "SO"}
    assert new_values(names, "place", "Lima", {}) == {"name": "Lima"}


def test_the_nearest_names_are_told(names: Names) -> None:
    assert names.nearest("party", "Gama") == ["gamma"]
    assert names.nearest("party", "Quux") == []


def test_names_are_said_as_the_store_has_them(names: Names) -> None:
    assert names.name_of("person", "zel") == "Volodymyr Zelensky"
    assert names.name_of("person", "nobody") == "nobody"
