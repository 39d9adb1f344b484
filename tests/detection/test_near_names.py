import pytest

from gateway.detection.near_names import NOBODY, NearNames, surface_key
from gateway.terms.text import NamePart
from tests.detection.people import BY_ID

NEAR = NearNames.build([BY_ID[who] for who in ("maria", "maria-g", "luc", "will", "xm")])

KEYS = {
    "plain": ("Maria", "maria"),
    "apostrophe": ("O’Brien", "o brien"),
    "hyphen": ("Jean-Luc", "jean luc"),
    "accents": ("José", "jose"),
    "two words": ("Maria  Lopez", "maria lopez"),
    "initial": ("Maria L.", "maria l"),
}


@pytest.mark.parametrize(("text", "key"), KEYS.values(), ids=KEYS.keys())
def test_a_written_name_has_one_key(text: str, key: str) -> None:
    assert surface_key(text) == key


CALLED = {
    "given of two": ("maria", NamePart.GIVEN, ("maria", "maria-g")),
    "preferred": ("mia", NamePart.GIVEN, ("maria-g",)),
    "nickname": ("bill", NamePart.GIVEN, ("will",)),
    "family": ("lopez", NamePart.FAMILY, ("maria",)),
    "part of a family name": ("garcia", NamePart.FAMILY, ("maria-g", "luc")),
    "given is no family": ("maria", NamePart.FAMILY, ()),
    "full": ("maria lopez", NamePart.FULL, ("maria",)),
    "full by nickname": ("bill chen", NamePart.FULL, ("will",)),
    "initial first": ("w chen", NamePart.OTHER, ("will",)),
    "initial last": ("maria g", NamePart.OTHER, ("maria-g",)),
    "run together": ("王小明", NamePart.FULL, ("xm",)),
    "nobody": ("zelda", NamePart.GIVEN, ()),
}


@pytest.mark.parametrize(("surface", "part", "expected"), CALLED.values(), ids=CALLED.keys())
def test_who_near_is_called_that(surface: str, part: NamePart, expected: tuple[str, ...]) -> None:
    assert NEAR.called(surface, part) == expected


def test_nobody_is_near_a_principal_without_classes() -> None:
    assert NOBODY.called("maria", NamePart.GIVEN) == ()


def test_names_do_not_show_in_logs() -> None:
    assert "maria" not in repr(NEAR).lower()
