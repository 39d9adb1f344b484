from dataclasses import fields
from pathlib import Path

from gateway.district.choices_told import CHOICES_TOLD, default_of, table
from gateway.terms.disclosure import DistrictChoices

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "district.md"


def test_every_choice_has_its_source_and_its_consequence() -> None:
    assert list(CHOICES_TOLD) == [one.name for one in fields(DistrictChoices)]
    for told in CHOICES_TOLD.values():
        assert told.source
        assert told.consequence.endswith(".")


def test_the_defaults_are_those_of_a_district_that_chose_nothing() -> None:
    chosen = DistrictChoices(**{name: default_of(name) for name in CHOICES_TOLD})  # type: ignore[arg-type]
    assert chosen == DistrictChoices()


def test_the_document_tells_the_same() -> None:
    assert table() in DOCUMENT.read_text(), "put this into docs/district.md:\n" + table()
