import pytest

from gateway.detection.signs.incidents import is_rare_incident
from gateway.detection.signs.read import hear


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
