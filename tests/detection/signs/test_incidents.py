import re

import pytest

from gateway.detection.signs.incidents import is_rare_incident
from gateway.detection.signs.read import hear, read_signs


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "The student was suspended for bringing a gun to class.", True, id="2008 rule"
        ),
        pytest.param("A sophomore got arrested last week.", True, id="arrest"),
        pytest.param("my classmate is pregnant", True, id="pregnancy"),
        pytest.param("El alumno fue expulsado por traer un cuchillo.", True, id="Spanish"),
        pytest.param(
            "Explain our policy: a student is suspended for fighting.", False, id="policy"
        ),
        pytest.param("In the novel the boy brought a gun to school.", False, id="a novel"),
        pytest.param("A student is behind in fractions.", False, id="everyday"),
    ],
)
def test_an_incident_by_which_people_know_who_is_meant(text: str, told: bool) -> None:
    assert is_rare_incident(hear(text)) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Marcus was suspended for bringing a gun to class.", True, id="suspended"),
        pytest.param("We expelled Marcus last week for selling drugs.", True, id="expelled"),
        pytest.param("Write home: Marcus brought a knife to school.", True, id="a weapon"),
        pytest.param("Write to the mother of Marcus. Marcus is pregnant.", True, id="pregnancy"),
        pytest.param("Marcus fue expulsado por traer una navaja.", True, id="Spanish"),
        pytest.param("Marcus is behind in fractions.", False, id="everyday"),
        pytest.param(
            "Marcus read a novel. In it Marcus brought a gun to school.", False, id="a novel"
        ),
    ],
)
def test_an_incident_is_told_of_a_name_of_the_roster_too(text: str, told: bool) -> None:
    ranges = [(one.start(), one.end()) for one in re.finditer("Marcus", text)]
    assert read_signs(text, roster=lambda: ranges).rare_incident is told
    assert not read_signs(text).rare_incident
