"""Finds family and friends by the word for what they are: "her mother Rosa", "mi hermano Diego".

Parents' and family members' names are a pupil's personal information (34 CFR 99.3(b)), and few of
them are on a roster. English and Spanish; the name stands behind the relation ("my sister Lily"),
behind a form's field ("Guardian: Rosa Delgado", "mother's maiden name"), or before it ("lily's
mom"). Who is related to whom is settled by `subjects`.
"""

from gateway.detection.recognisers.forms import Form
from gateway.detection.recognisers.people import NAME, SMALL, PeopleRecogniser

KIN = (
    r"(?:step\s?-?|half\s?-?|foster\s|adoptive\s|birth\s|great\s?-?|grand|god|twin\s|older\s|younger\s|little\s"
    r"|big\s|baby\s|late\s){0,2}(?:mothers?|mom|mum|mommy|mama|fathers?|dad|daddy|papa|parents?|brothers?|bro"
    r"|sisters?|sis|siblings?|sons?|daughters?|child|aunt(?:ie|y)?|uncle|cousins?|niece|nephew|ma"
    r"|pa|grandma|grandpa|granny|nana|grandparents?|guardians?|wife|husband|spouse|partner|fianc[eé]e?"
    r"|boyfriend|girlfriend|twin|caregiver|carer|caretaker|nanny|babysitter|caseworker|social\sworker"
    r"|foster\s(?:parent|mom|dad)|bf|gf|cuz(?:zin|zo)?|bubba|hubby|mommom|auntie|tita|tito|lola|lolo)"
)
FRIEND = (
    r"(?:(?:best\s|close\s|old\s|good\s)?(?:friends?|bestie|bff|buddy|classmates?|teammates?"
    r"|table\s?mate|partner|lab\spartner|neighbor|neighbour|roommate|crush|bully|tutor|mentor|homie|bae|pal)"
    r"|ex)"
)
_WHOSE = r"(?:my|his|her|their|our|your|the\s(?:student|child|kid|boy|girl)(?:'s|’s)|\pL+(?:'s|’s))"
_FAMILIA = (
    r"(?:madre|mam[aá]|padre|pap[aá]|herman(?:a|o|ita|ito)s?|abuel(?:a|o|ita|ito)|t[ií][ao]|prim[ao]s?"
    r"|hij[ao]s?|espos[ao]|novi[ao]|madrastra|padrastro|hermanastr[ao]|tutora?(?:\slegal)?"
    r"|encargad[ao]|madrina|padrino|sobrin[ao]|niet[ao]|cuñad[ao]|amig[ao]s?|compañer[ao]s?|vecin[ao])"
)


class Relations(PeopleRecogniser):
    """Finds people by what they are to somebody."""

    id_ = "relations"
    hints = (
        "mother", "mom", "mum", "mama", "mamá", "father", "dad", "papa", "papá", "parent", "bro",
        "sis", "sibling", "son", "daughter", "child", "aunt", "uncle", "cousin", "niece", "nephew",
        "grand", "guardian", "wife", "husband", "spouse", "partner", "fianc", "friend", "twin",
        "care", "nanny", "bestie", "bff", "buddy", "mate", "neighb", "crush", "bully", "tutor",
        "mentor", "sitter", "worker", "madre", "padre", "herman", "abuel", "tía", "tío", "tia ",
        "tio ", "prim", "hij", "espos", "novi", "astr", "encargad", "madrin", "sobrin", "niet",
        "bf", "gf", "cuz", "homie", "bae", " pal", "hubby", "tita", "tito", "lola", "lolo",
        "contact", "released", "picked", "cuñad", "amig", "compañer", "vecin", " ex ",
    )  # fmt: skip
    small = frozenset({"whose_small", "su_small", "called", "llamado", "before", "field_small"})
    family = frozenset({"called", "llamado"})
    forms = (
        Form(
            id="whose",
            pattern=rf"(?i:\b{_WHOSE}\s(?:{KIN}|{FRIEND}),?\s(?:\()?[\"“']?(?:(?:mr|mrs|ms|miss|dr)\.?\s)?)"
            rf"(?P<value>{NAME})",
            score=0.75,
        ),
        Form(
            id="whose_small",
            pattern=rf"(?i)\b{_WHOSE}\s(?:\pL{{3,8}}\s)?(?:{KIN}|{FRIEND}),?\s\(?(?P<value>{SMALL})",
            score=0.65,
        ),
        Form(
            id="kin",
            pattern=rf"(?:\b|^)(?i:(?:foster|step|birth|grand)?\s?-?(?:mom|dad|mother|father|grandma"
            r"|grandpa|aunt(?:ie)?|uncle|t[ií][ao]|abuelit?[ao]|cousin|caseworker|social\sworker"
            rf"|guardian|caregiver)),?\s(?P<value>{NAME})",
            score=0.6,
        ),
        Form(
            id="su",
            pattern=rf"(?i:\b(?:su|sus|mi|mis|tu|nuestr[ao]|la|el|una?)\s{_FAMILIA},?\s\(?)"
            rf"(?P<value>{NAME})",
            score=0.75,
        ),
        Form(
            id="su_small",
            pattern=rf"(?i)\b(?:su|sus|mi|mis|tu)\s{_FAMILIA},?\s\(?(?P<value>{SMALL})",
            score=0.65,
        ),
        Form(
            id="called",
            pattern=rf"(?i)\b(?:{KIN}|{FRIEND})(?:(?:'s|’s)?\s(?:full\s|first\s|last\s|maiden\s)?"
            rf"names?)?\s?(?:\bis\b|\bare\b|named|called|[:=])\s(?P<value>{SMALL}(?:\s\pL[\pL'’\-]+)?)",
            score=0.65,
        ),
        Form(
            id="llamado",
            pattern=rf"(?i)\b{_FAMILIA}(?:,)?\s(?:que\s)?(?:se\sllaman?|llamad[ao])\s"
            rf"(?P<value>{SMALL})",
            score=0.7,
        ),
        Form(
            id="field",
            pattern=rf"(?i:\b(?:{KIN}|{_FAMILIA}|parent\s?/\s?guardian|p/g|emergency\scontact"
            r"|contacto\sde\semergencia|released?\sto|picked?\sup\sby)"
            r"(?:\(s\))?(?:\s?[12])?(?:\s(?:full\s)?name)?(?:\s\([^)\n]{1,20}\))?"
            rf"\s?[:=\-–|]\s{{0,3}}(?:(?:mr|mrs|ms|sra?)\.?\s)?)(?P<value>{NAME})",
            score=0.8,
        ),
        Form(
            id="and",
            pattern=rf"(?i:\b{_WHOSE}\s(?:{KIN}|{FRIEND})s?,?\s){NAME}(?:,\s{NAME})?,?\s(?:and|&|y)\s"
            rf"(?P<value>{NAME})",
            score=0.7,
        ),
        Form(
            id="before",
            pattern=rf"(?i)(?P<value>\pL[\pL\pM\-]+(?:\s\pL[\pL\pM\-]+)?)(?:'s|’s)\s(?:{KIN})\b",
            score=0.6,
        ),
        Form(
            id="maiden",
            pattern=rf"(?i:\bmother(?:'s|’s)?\smaiden\sname(?:\sis|\swas)?\s?[:=]?\s|\bapellido\s"
            rf"(?:de\ssoltera|materno)(?:\ses)?\s?[:=]?\s)(?P<value>{NAME})",
            score=0.85,
        ),
        Form(
            id="turned",
            pattern=rf"(?P<value>{NAME}),?\s(?i:(?:\()?(?:is\s)?(?:{_WHOSE})\s(?:{KIN}|{FRIEND})\b)",
            score=0.7,
        ),
    )
