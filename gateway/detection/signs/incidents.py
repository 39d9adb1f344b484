"""Incidents by which people at a school know who is meant, though nobody is named.

34 CFR 99.3 "personally identifiable information" (f), and the example of the 2008 rule: somebody
suspended for bringing a gun to class is known in the school, whatever becomes of the name. An
incident counts where one pupil is told of; a lesson, a policy or the news of another place does not.

Knows one text. Pure.
"""

from gateway.detection.signs.phrases import Heard, Phrases

LISTS = {
    "ONE": """student | the student | a student | this student | pupil | boy | girl | kid | child | he
        she | him | her | sophomore | freshman | junior | senior | grader | classmate | alumno
        alumna | estudiante | nino | nina | my son | my daughter | son | daughter | player
        athlete | friend | i | el | ella""",
    "GUN": "gun | pistol | rifle | firearm | weapon | knife | bomb | handgun | pistola | arma | cuchillo"
    " | navaja | explosive | ammunition | bullets",
    "OUT": """suspended | expelled | arrested | charged | convicted | removed | detained | disciplined
        handcuffed | incarcerated | transferred | suspendido | suspendida | expulsado | expulsada
        arrestado | arrestada | detenido | detenida""",
}
TOLD, ELSEWHERE = "incident", "elsewhere"
SOMEBODY = "student"
"""Stands for a name, and is one of `ONE`."""
PHRASES = Phrases(
    """
    ONE ~6 OUT ~4 for|because|after|por ~8 GUN|fight*|drugs|vape*|assault*|stabb*|shoot*|threat*|bomb|bringing|stealing|fire|weapon*|hitting|sexting|pelear|amenaz*|drogas|traer|llevar
    OUT ~2 ONE ~4 for|because|after|por ~8
    ONE ~6 brought|bringing|had|carried|carrying|pulled|caught_with|found_with|trajo|traia|llevo ~3 GUN ~8 school|class|campus|bus|locker|backpack|escuela|clase|mochila
    ONE ~4 was|is|got|been|fue ~2 arrested|stabbed|shot|kidnapped|hospitalized|trafficked|raped|arrestado|arrestada|apunalado
    ONE ~3 who|that|que ~2 died|drowned|overdosed|killed|murio|mataron
    ONE ~4 died|drowned|was_killed|overdosed|murio|se_ahogo ~4 last|this|on|in|over|the ~1 week|month|year|summer|weekend|monday|accident|crash|lake|pool|semana|verano
    ONE ~3 is|was|became|got|esta|quedo ~1 pregnant|embarazada
    ONE ~4 set ~2 fire
    ONE ~4 called|phoned|made ~3 bomb threat
    ONE ~4 attempt* suicide
    ONE ~4 ran away|fled|went_missing
    the only ~3 student|kid|boy|girl|child|grader|one ~4 to|who|with|in ~8 OUT|arrested|pregnant|gun|wheelchair
    """,
    LISTS,
    of=TOLD,
) + Phrases(
    """
    novel|novels|story|chapter|character|protagonist|book|film|movie|poem|play|song|game
    lesson|policy|handbook|training|history|headline|article|news|debate|court_case|supreme_court
    if ~2 a student
    novela|cuento|capitulo|libro|pelicula|politica|noticia
    """,
    of=ELSEWHERE,
)


def is_rare_incident(heard: Heard, as_written: Heard | None = None) -> bool:
    """Tell whether a text tells of such an incident.

    Args:
        heard: has the hits of `PHRASES`.
        as_written: the same text before names in it were replaced; it tells what the text is about.
    """
    return bool(heard.of(TOLD)) and not (as_written or heard).of(ELSEWHERE)
