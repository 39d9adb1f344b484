"""Finds people in Spanish clauses, where the English model is not asked.

A listed given name with a capital ("Valentina"), with the family names behind it ("Ana Sofía
Delgado Ruiz"); two capitals in the middle of a clause; and, behind "soy", "llamo" or a greeting, in
small letters as well.
"""

import re

from gateway.detection.folding import fold
from gateway.detection.given_names import cued_names
from gateway.detection.languages import spanish, spanish_at
from gateway.detection.recognisers.forms import Form
from gateway.detection.recognisers.people import NAME, SMALL, PeopleRecogniser, name_in


class SpanishNames(PeopleRecogniser):
    """Finds people in Spanish."""

    id_ = "spanish_names"
    forms = (
        Form(id="capitals", pattern=rf"(?P<value>{NAME})", score=0.6),
        Form(
            id="soy", pattern=rf"(?i)\b(?:soy|habla|saluda|atte\.?)\s(?P<value>{SMALL})", score=0.6
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether a clause is in Spanish."""
        return bool(spanish(text))

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep what reads as a name within a Spanish clause."""
        clause = spanish_at(text, start)
        if clause is None:
            return None
        if form.id == "soy":
            span = name_in(text, start, end, small=True, family=True)
            return None if span is None else (*span, form.score)
        span = name_in(text, start, min(end, clause[1]), small=False)
        if span is None:
            return None
        words = text[span[0] : span[1]].split()
        first = fold(words[0]).strip(".")
        listed = first in cued_names()
        begins = not text[clause[0] : start].strip(" \t¿¡*-•–—,")
        if begins and not listed:
            return None
        if len(words) == 1 and not listed and not _is_proper(words[0]):
            return None
        if not listed and _NO_PEOPLE.search(text, max(start - 24, 0), start):
            return None
        if not listed and fold(words[-1]) in _NOBODY:
            return None
        return (*span, form.score)


# "en San Antonio", "la Revolución Francesa", "los Estados Unidos": capitals of places and events.
_NO_PEOPLE = re.compile(
    r"(?i)\b(?:en|el|la|los|las|del|hacia|desde|guerra|siglo|libro|novela|pel[ií]cula|ciudad|estado"
    r"|pa[ií]s|r[ií]o|oc[eé]ano|mar|calle|avenida|colonia|barrio|escuela|primaria|secundaria|colegio"
    r"|universidad|hospital|parque|iglesia|batalla|tratado|d[ií]a|privada|capital|condado)\s$"
)
_NOBODY = frozenset(
    """
    unidos francesa mexicana industrial civil mundial norte sur este oeste mexico francia espana
    america europa africa asia texas california florida guatemala honduras salvador nicaragua
    panama colombia venezuela ecuador peru bolivia chile argentina uruguay paraguay cuba rico
    dominicana brasil haiti italia alemania inglaterra china japon roma grecia egipto tierra luna
    sol marte jupiter saturno venus dios navidad internet google youtube whatsapp facebook zoom
    arte musica ciencias matematicas historia lectura educacion fisica ingles espanol covid
    halloween biblia nilo amazonas andes
    """.split()
)


def _is_proper(word: str) -> bool:
    """Tell whether a word with a capital within a Spanish clause can be a given name by itself."""
    return len(word) > 2 and word[1:].islower() and fold(word) not in _NOBODY
