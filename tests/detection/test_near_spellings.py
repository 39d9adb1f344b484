import pytest

from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.near_spellings import meant
from tests.detection.people import person

NEAR = NearNames.build(
    [
        person("adelaide", "Adelaide", "Summers"),
        person("seun", "Oluwaseun", "Bankole"),
        person("dmitri", "Dmitri", "Sokolov"),
        person("charlotte", "Charlotte", "Yang"),
        person("mina", "Mina", "Kaneko"),
        person("kaleb", "Kaleb", "Kaneko"),
        person("twin-a", "Marisela", "Ortega"),
        person("twin-b", "Marisol", "Ortega"),
    ]
)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        pytest.param("addie", "adelaide", id="the stem and an ending, its consonant doubled"),
        pytest.param("seun", "seun", id="the end"),
        pytest.param("charlote", "charlotte", id="a letter left out"),
        pytest.param("charlottte", "charlotte", id="a letter too many"),
        pytest.param("sokolow", "dmitri", id="a letter wrong"),
        pytest.param("sokoolv", "dmitri", id="two exchanged"),
        pytest.param("dmitry sokolov", "dmitri", id="one of two words"),
        pytest.param("charlotte yagn", "charlotte", id="the family name"),
        pytest.param("addie s", "adelaide", id="with an initial"),
        pytest.param("kaleb kanecko", "kaleb", id="the given name tells which Kaneko"),
    ],
)
def test_a_name_is_whose_it_must_mean(name: str, who: str) -> None:
    assert meant(name, NEAR) == (who,)


@pytest.mark.parametrize(("name", "who"), [("addie", ("adelaide",)), ("charlote", ())])
def test_where_others_bear_the_name_it_is_no_slip_and_yet_may_be_short(
    name: str, who: tuple[str, ...]
) -> None:
    assert meant(name, NEAR, slips=False) == who


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("quill", id="nobody's"),
        pytest.param("mari", id="several people's"),
        pytest.param("kanecko", id="a slip that two people may be meant by"),
        pytest.param("addie brell", id="somebody else's family name"),
        pytest.param("s", id="a letter"),
        pytest.param("caleb", id="a name of its own"),
        pytest.param("nina", id="short words are told apart by a letter"),
        pytest.param("a charlotte b yang", id="more words than a name has"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_name_that_may_mean_somebody_else_is_nobodys(name: str) -> None:
    assert meant(name, NEAR) == ()
    assert meant(name, NOBODY) == ()


HEARD = NearNames.build(
    [
        person("francesca", "Francesca", "Oyelaran"),
        person("alexandria", "Alexandria", "Petit"),
        person("wynonna", "Wynonna", "Begay"),
        person("susannah", "Susannah", "Deluca"),
        person("mireille", "Mireille", "Volkov"),
    ]
)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        pytest.param("frankie", "francesca", id="another letter of the same sound"),
        pytest.param("suzy", "susannah", id="z for s"),
        pytest.param("nona", "wynonna", id="a doubled letter written once"),
        pytest.param("lexi", "alexandria", id="from the middle"),
        pytest.param("mimi", "mireille", id="its beginning said twice"),
    ],
)
def test_short_forms_go_by_sound(name: str, who: str) -> None:
    assert meant(name, HEARD) == (who,)


@pytest.mark.parametrize("name", ["frame", "rexi", "nina", "lulu", "bland"])
def test_what_only_resembles_a_name_is_no_short_form_of_it(name: str) -> None:
    assert meant(name, HEARD) == ()
