"""The book: looks stand-ins up, coins what is missing, and keeps to what it was given."""

from collections.abc import Callable
from random import Random

import pytest

from gateway.pseudonyms.book import Book
from gateway.pseudonyms.vault import Vault
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.people import Person
from gateway.terms.text import Label, NamePart
from tests.pseudonyms.people import student

FULL, GIVEN, FAMILY = NamePart.FULL, NamePart.GIVEN, NamePart.FAMILY


def nobody(word: str) -> bool:
    return False


def new_book(
    vault: Vault | None = None,
    people: tuple[Person, ...] = (),
    taken: Callable[[str], bool] = nobody,
    texts: tuple[str, ...] = (),
) -> Book:
    roster = {person.id: person for person in people}
    return Book(vault or Vault(), roster, SurrogateStyle.NAMES, Random(1), taken, texts)


def test_looking_up_does_not_change_the_vault() -> None:
    first = new_book()
    made = first.stand_in("Maria Lopez", Label.PERSON, FULL, ())
    vault = first.vault()
    second = new_book(vault)
    assert second.stand_in("Maria Lopez", Label.PERSON, FULL, ()) == made
    assert second.vault() is vault


def test_the_vault_given_is_never_changed() -> None:
    vault = Vault()
    book = new_book(vault)
    book.stand_in("Maria", Label.PERSON, GIVEN, ())
    assert vault.entries == ()
    assert len(book.vault().entries) == 1


def test_what_is_placed_is_what_was_asked_for_since() -> None:
    book = new_book()
    book.stand_in("Maria Lopez", Label.PERSON, FULL, ())
    book.start_placing()
    book.stand_in("Maria", Label.PERSON, GIVEN, ())
    assert [entry.value for entry in book.placed()] == ["Maria"]
    book.stand_in("Maria Lopez", Label.PERSON, FULL, ())
    assert [entry.value for entry in book.placed()] == ["Maria", "Lopez", "Maria Lopez"]


@pytest.mark.parametrize(
    ("surface", "value"),
    [("MCDONALD", "McDonald"), ("mcdonald", "McDonald"), ("Mcdonald", "Mcdonald"), ("LEE", "Lee")],
)
def test_a_name_in_one_case_is_kept_as_the_roster_spells_it(surface: str, value: str) -> None:
    book = new_book(people=(student("s1", "Ray", "McDonald"),))
    book.stand_in(surface, Label.PERSON, FAMILY, ("s1",))
    assert [entry.value for entry in book.vault().entries] == [value]


def test_the_roster_tells_given_from_family_names() -> None:
    book = new_book(people=(student("s1", "Chen", "Ana"),))
    book.stand_in("Ana Chen", Label.PERSON, FULL, ("s1",))
    parts = {entry.value: entry.part for entry in book.vault().entries}
    assert (parts["Ana"], parts["Chen"]) == (FAMILY, GIVEN)


def test_when_no_name_is_free_a_tag_stands_in() -> None:
    book = new_book(taken=lambda word: True)
    assert book.stand_in("Maria", Label.PERSON, GIVEN, ()) == "[PERSON_1_FIRST]"
    assert book.stand_in("345-6789", Label.PHONE, FULL, ()) == "[PHONE_1]"


def test_a_stand_in_does_not_occur_in_what_was_said() -> None:
    made = new_book().stand_in("Maria", Label.PERSON, GIVEN, ())
    again = new_book(texts=(f"x{made.upper()}x",)).stand_in("Maria", Label.PERSON, GIVEN, ())
    assert again != made


def test_a_hundred_phones_and_more_are_all_different() -> None:
    book = new_book()
    made = {book.stand_in(f"(212) 345-{number:04}", Label.PHONE, FULL, ()) for number in range(150)}
    assert len(made) == 150


def test_a_school_is_known_by_what_tells_it() -> None:
    book = new_book()
    whole = book.stand_in("Oak Hill Middle School", Label.SCHOOL, FULL, ())
    other = book.stand_in("Oak Hill Elementary", Label.SCHOOL, FULL, ())
    assert whole.removesuffix(" Middle School") == other.removesuffix(" Elementary")


def test_what_is_typed_and_happens_to_be_a_stand_in_gets_one() -> None:
    book = new_book()
    live = book.stand_in("Maria", Label.PERSON, GIVEN, ())
    own = book.typed(live, Label.PERSON)
    assert own != live
    assert book.typed(live, Label.PERSON) == own
