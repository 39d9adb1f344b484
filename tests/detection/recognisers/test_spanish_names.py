import pytest

from gateway.detection.recognisers.spanish_names import SpanishNames
from tests.detection.recognisers.tables import check

RECOGNISER = SpanishNames()

HITS = [
    "⟦Valentina Ríos⟧: excelente en la clase de arte",
    "ayer vino la mamá de ⟦Tomasa Huerta⟧ a la escuela",
    "hola, soy ⟦diego⟧ y no entiendo la tarea",
    "habla ⟦Rosa Zúñiga⟧, la mamá de ⟦Iker⟧",
    "mi hijo ⟦Mateo⟧ no va a la escuela hoy",
    "- ⟦Brayan⟧: llegó en enero y ya lee muy bien",
    "le escribo porque ⟦Alondra⟧ no vino",
    "⟦Ana Sofía Delgado Ruiz⟧ es muy buena alumna",
    "dile a ⟦Kevin Sandoval⟧ que venga mañana",
    "vino el papá de ⟦Ximena de la Fuente⟧ ayer",
]

NEAR_MISSES = [
    "Necesito una carta para la familia",
    "la Revolución Francesa fue en Francia",
    "vive en San Antonio con su familia",
    "los Estados Unidos y su historia",
    "Hablé con los dos y se calmaron",
    "Maria Lopez is late today",
    "Por favor escriba a la familia",
    "Explique la Guerra Civil por favor",
    "el Río Grande es muy largo",
    "Traduce al inglés esta carta",
    "el lunes hay clase de Arte",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
