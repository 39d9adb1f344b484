import pytest

from gateway.detection.identifiers import LONE, in_identifiers
from gateway.detection.name_scores import KEEP, NEAR
from gateway.detection.roster_names import RosterNames
from tests.detection.people import ROSTER, SCHOOLS

NAMES = RosterNames.build(ROSTER, SCHOOLS, "v1")


def found(text: str) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Return each name found, its people, and whether it stands without anybody being near."""
    return {
        text[one.start : one.end]: (one.people, one.score >= KEEP)
        for one in in_identifiers(text, NAMES.find)
    }


@pytest.mark.parametrize(
    ("text", "name", "who"),
    [
        pytest.param("let mariaLopez = 3", "mariaLopez", "maria", id="camel case"),
        pytest.param("class MariaLopezBot:", "MariaLopez", "maria", id="more behind it"),
        pytest.param("hw3_maria_lopez.py", "maria_lopez", "maria", id="underscores in a file name"),
        pytest.param("maria_lopez27", "maria_lopez", "maria", id="digits behind it"),
        pytest.param("MARIA_LOPEZ = 1", "MARIA_LOPEZ", "maria", id="a constant"),
        pytest.param("maria.lopez", "maria.lopez", "maria", id="a point"),
        pytest.param("billChen[0]", "billChen", "will", id="a nickname"),
        pytest.param("mariaElena", "mariaElena", "maria", id="a middle name"),
        pytest.param("joséDeLaCruz", "joséDeLaCruz", "jose", id="a family name in pieces"),
    ],
)
def test_a_full_name_in_a_joined_word_is_its_owners(text: str, name: str, who: str) -> None:
    assert found(text)[name] == ((who,), True)


def test_family_name_first_is_found_in_both_places() -> None:
    assert found("lopez_maria = 88") == {
        "lopez": (("maria",), True),
        "maria": (("maria",), True),
    }


@pytest.mark.parametrize(
    ("text", "name", "who"),
    [
        pytest.param("def greet_noor():", "noor", "noor", id="a given name"),
        pytest.param("NBashir!A1", "NBashir", "noor", id="an initial and a family name"),
        pytest.param("noorB", "noorB", "noor", id="a given name and an initial"),
        pytest.param("hope_score", "hope", "hope", id="a word"),
    ],
)
def test_a_lone_piece_counts_only_for_somebody_near(text: str, name: str, who: str) -> None:
    assert found(text)[name] == ((who,), False)
    assert NEAR <= LONE < KEEP


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Maria Lopez and Noor", id="no joined word: the matcher's own"),
        pytest.param("noor_x, bashir_y", id="two words are not one name"),
        pytest.param("McMaria", id="a name of two capitals"),
        pytest.param("total_score = maxValue", id="nobody's"),
    ],
)
def test_what_is_no_name_in_a_joined_word_does_not_stand(text: str) -> None:
    assert not [name for name, (_, stands) in found(text).items() if stands]


def test_numbers_and_schools_are_left_to_the_text_itself() -> None:
    assert in_identifiers("id_204518 lincolnElementarySchool", NAMES.find) == []
