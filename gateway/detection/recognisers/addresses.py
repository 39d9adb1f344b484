"""Finds street addresses: US forms, post boxes, rural routes, corners, and Spanish streets.

A number before a street word is not enough ("a 20 minute drive", "5 ways to court a voter"): words
that also mean something else count only where the street's name is capitalised, and no ordinary
word may stand inside the name.
"""

import re

from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

SURE = (
    r"(?:st|street|str|ave|avenue|av|blvd|boulevard|rd|road|ln|lane|dr|hwy|highway|pkwy|parkway"
    r"|ct|cir|ter|terr|expy|expressway|tpke|turnpike|aly|cres|crescent|plz|calle|avenida)"
)
_UNSURE = (
    r"(?:drive|way|court|place|pl|circle|terrace|trail|trl|square|sq|loop|run|row|path|pass|plaza"
    r"|alley|crossing|xing|ridge|bend|cove|point|pt|hill|hills|view|park|walk|commons|landing"
    r"|meadow|meadows|glen|grove|heights|manor|mews|pike|bluff|hollow|close|gardens|vista|green|rise"
    r"|quay|spur|fork|forest|creek|branch|knoll|estates|village|parkway|boulevard|flats|ferry|mill|chase"
    r"|crest|wharf|neck|reach|orchard|farm|lookout|vale|brook|acres|trace|turn|gate|woods|corners?)"
)
SIDE = r"(?:n|s|e|w|ne|nw|se|sw|north|south|east|west|northeast|northwest|southeast|southwest)\.?"
STATE = (
    r"(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|PR|RI"
    r"|S[CD]|T[NX]|UT|V[TA]|W[AVIY])"
)
_STATES = (
    r"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia"
    r"|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts"
    r"|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New\s(?:Hampshire|Jersey|Mexico"
    r"|York)|(?:North|South)\s(?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode\sIsland"
    r"|Tennessee|Texas|Utah|Vermont|(?:West\s)?Virginia|Washington|Wisconsin|Wyoming|Puerto\sRico)\b"
)
_UNIT = (
    r"(?:,?\s{1,2}(?:(?i:apto|apartamento|depto|departamento|apt|apartment|unit|suite|ste|bldg|building|floor|fl|rm|room|lot|space|spc"
    r"|trailer|int|interior|piso|puerta|edif|edificio|casa|lote|col)\.?\s?#?\s?|#\s?)[A-Za-z0-9\-]{1,6}"
    r"|,?\s{1,2}\d{1,2}(?i:st|nd|rd|th|do|er|to)\s(?i:floor|fl|piso)\b|,\s(?i:upper|lower|rear|front|basement|bsmt)\b"
    r"|,\s(?i:local)\s[A-Z0-9]{1,3}\b)?"
)
_TOWN = (
    rf"(?:,?\s{{1,2}}(?:[\pL][\pL.'’\-]*\s){{0,3}}[\pL][\pL.'’\-]*,?\s{{1,2}}(?:{STATE}\b|{_STATES})"
    r"(?:,?\s{1,2}\d{5}(?:-\d{4})?)?|,?\s{1,2}\d{5}(?:-\d{4})?\b"
    r"|,[ ]\p{Lu}[\pL'’\-]+(?:[ ]\p{Lu}[\pL'’\-]+){0,2}(?:,?[ ]\d{5}(?:-\d{4})?)?)?"
)
_BEFORE = r"(?:(?i:apt|apartment|unit|suite|ste)\.?\s?#?[A-Za-z0-9\-]{1,6},\s)?"
_NUMBER = r"\d{1,6}(?:-\d{1,4})?(?:-?[A-Za-z])?(?:\s1/2)?"
_BLANK = r"[ \n\x{a0}]"  # no tab: it ends a cell
_NAME = rf"(?:[\pL0-9][\pL0-9.'’\-]*{_BLANK}{{1,2}}){{1,4}}?"
_TAIL = rf"(?:\s(?i:{SIDE})\b)?{_UNIT}{_TOWN}"

_ROAD = (
    r"(?:(?:\p{Lu}[\pL.'’\-]*|\d{1,3}(?:st|nd|rd|th))\s){1,3}?"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Ln|Lane|Dr|Drive|Way|Ct|Court|Pl|Place|Pkwy|Hwy|Pike)"
    r"\b\.?(?:\s(?:[NSEW]|N[EW]|S[EW])\b)?"
)
_STREET = re.compile(
    rf"(?:{_BEFORE})({_NUMBER})\s{{1,2}}(.*\s)\s?({SURE}|({_UNSURE}))\b".replace(r"\pL", r"^\W\d_"),
    re.IGNORECASE | re.DOTALL,
)
ORDINARY = frozenset(
    "a an the and or of in on at to per is are was were be by for from with into out up down off"
    " over under than then when that this these those his her their our my your its it we they you"
    " he she i minute minutes min hour hours second seconds mile miles km meter meters metre feet"
    " foot inch inches day days week weeks month months year years percent degree degrees dollar"
    " dollars point points page pages student students kid kids people person times time more less"
    " most least step steps block blocks different good bad best long short easy hard fun great big"
    " small simple better only way ways key sets set questions examples reasons players teams as"
    " can will do did does not no yes if so but how what who why where which while because".split()
)
_SIDES = frozenset("n s e w ne nw se sw north south east west".split())


class Addresses(FormRecogniser):
    """Finds street addresses."""

    label = Label.ADDRESS
    id_ = "addresses"
    forms = (
        Form(
            id="street",
            pattern=rf"\b(?P<value>{_BEFORE}{_NUMBER}{_BLANK}{{1,2}}{_NAME}(?i:{SURE}|{_UNSURE}"
            rf"(?:\s{_UNSURE}){{0,2}}(?:\s{SURE})?)\b"
            rf"\.?{_TAIL})",
            score=0.85,
        ),
        Form(
            id="route",
            pattern=rf"\b(?P<value>{_NUMBER}\s{{1,2}}(?i:(?:{SIDE}\s)?(?:county\s"
            r"(?:road|rd|hwy|highway)|cr|state\s(?:route|road|highway)|sr|fm"
            r"|us\s(?:hwy|highway|route)"
            rf"|highway|hwy|route|rte|avenue|ave|road))\s\d{{1,4}}[A-Za-z]?\b{_TAIL})",
            score=0.75,
        ),
        Form(
            id="block",
            pattern=rf"\b(?P<value>\d{{1,3}}00\s(?i:block\sof)\s(?:\p{{Lu}}[\pL.'’\-]*\s){{1,3}}?"
            rf"(?i:{SURE}|{_UNSURE})\b\.?)",
            score=0.75,
        ),
        Form(
            id="lives_on",
            pattern=r"(?i:\b(?:lives?|living|moved|stays?)\s(?:on|to|at|over\son)"
            r"\s)(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,3}?"
            r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Ln|Lane|Dr|Drive|Ct|Court|Pl|Place|Way|Circle|Cir|Terrace)"
            r"\b\.?)",
            score=0.65,
        ),
        Form(
            id="cued",
            pattern=r"(?i:\b(?:lives?|lived|living|stay(?:s|ing)?|moved|address|home|house|mail(?:ing|ed)?"
            r"|picked?\sup|drop(?:ped)?\soff)\b[^\n.!?\d]{0,25}?(?:\b(?:at|to|from|is|address|on)|:|@)\s?)"
            rf"(?P<value>\d{{1,5}}\s\p{{Lu}}[\pL'’\-]{{2,}}(?:\s\p{{Lu}}[\pL'’\-]+){{0,2}}"
            rf"(?:\s(?i:{SURE}|{_UNSURE})\b\.?)?{_UNIT}{_TOWN})",
            score=0.65,
        ),
        Form(
            id="home_on",
            pattern=r"(?i:\b(?:mother|mom|father|dad|grandmother|grandma|grandfather|grandpa|aunt|uncle"
            r"|cousin|guardian|family|home|house|liv(?:es?|ed|ing))\b[^\n.!?\d]{0,20}\b(?:on|off)\s)"
            r"(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,3}?"
            r"(?:Ave|Avenue|Blvd|Boulevard|Rd|Road|Ln|Lane|Drive|Court|Place|Circle|Terrace|Trail)\b\.?)",
            score=0.6,
        ),
        Form(
            id="road_of_somebody",
            pattern=r"(?i:\b(?:on|off|at|to|from|near|down)\s)(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,3}"
            r"(?:Ave|Blvd|Rd|Ln|Dr|Ct|Cir|Trl|Pkwy|Hwy|Lane)\b\.?)",
            score=0.6,
        ),
        Form(
            id="of_calle",
            pattern=rf"\b(?P<value>\d{{1,5}}\s(?i:de\sla\s|de\s)?(?i:calle|avenida|camino|carretera)\s(?:\p{{Lu}}[\pL'’\-]+\s?){{1,3}}{_UNIT}{_TOWN})",
            score=0.7,
        ),
        Form(
            id="calles",
            pattern=r"\b(?P<value>(?i:calle|avenida|av\.|ave\.?)\s(?:\d{1,3}|\p{Lu}[\pL'’\-]+)\s(?:y|con|e)\s(?:(?i:la\s)?(?i:calle|avenida|av\.|ave\.?)\s)?"
            r"(?:\d{1,3}|\p{Lu}[\pL'’\-]+(?:\s\p{Lu}[\pL'’\-]+)?))",
            score=0.7,
        ),
        Form(
            id="side",
            pattern=rf"\b(?P<value>\d{{3,5}}\s(?:[NSEW]|N[EW]|S[EW])\.?\s(?:\p{{Lu}}[\pL'’\-]{{2,}}"
            rf"|\d{{1,3}}(?:st|nd|rd|th))(?:\s\p{{Lu}}[\pL'’\-]+)?{_UNIT}{_TOWN})",
            score=0.65,
        ),
        Form(
            id="complex",
            pattern=r"\b(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,3}(?:Apartments|Apts\.?|Mobile\sHome\sPark"
            r"|Trailer\sPark|Townhomes|Townhouses|Condos|Condominiums|Manor|Estates|Village|Villas)"
            r",?\s(?:#|(?i:apt|unit|lot|bldg|building|space|no)\.?\s?#?)\s?[A-Za-z]?-?\d{1,4}[A-Za-z]?)",
            score=0.75,
        ),
        Form(
            id="flat_at",
            pattern=r"\b(?P<value>(?i:lot|space|unit|apt\.?|apartment|trailer)\s#?\d{1,4}[A-Za-z]?,?\s(?:at|in|of)\s"
            r"(?:\p{Lu}[\pL'’\-]+\s){1,3}\p{Lu}[\pL'’\-]+)",
            score=0.65,
        ),
        Form(
            id="ordinal_and",
            pattern=r"(?:^|[\s(,:;])(?P<value>\p{Lu}[\pL'’\-]{2,}\s?[&@]\s?\d{1,3}(?:st|nd|rd|th)\b"
            r"|\d{1,3}(?:st|nd|rd|th)\s?[&@]\s?\p{Lu}[\pL'’\-]{2,})",
            score=0.6,
        ),
        Form(
            id="plot",
            pattern=r"\b(?P<value>(?i:lot|space|trailer)\s#?\d{1,4},\s\p{Lu}[\pL'’\-]+"
            r"(?:[ ]\p{Lu}[\pL'’\-]+){0,2})",
            score=0.65,
        ),
        Form(
            id="lot",
            pattern=r"\b(?P<value>(?i:lot|space|unit|apt\.?|trailer)\s#?\d{1,4},\s(?:\p{Lu}[\pL'’\-]+\s){1,4}?"
            r"(?:Mobile\sHome\sPark|MHP|Trailer\sPark|RV\sPark|Apartments|Estates|Village|Manor|Court)"
            r"(?:,\s(?i:hwy|highway|rte|route|cr|county\sroad)\s\d{1,4}|,\s\d{1,5}\s(?:\p{Lu}[\pL'’\-]+\s){1,3}(?:St|Rd|Ave|Dr|Ln|Hwy))?)\b",
            score=0.75,
        ),
        Form(
            id="coordinates",
            pattern=rf"\b(?P<value>\d{{1,5}}\s[NSEW]\.?\s\d{{2,5}}\s[NSEW]\b\.?{_TAIL})",
            score=0.8,
        ),
        Form(
            id="delivery",
            pattern=rf"\b(?P<value>(?:Box\s\d{{1,5}},\s)?(?:General\sDelivery|Star\sRoute)(?:\s\d{{1,3}})?{_TOWN})",
            score=0.75,
        ),
        Form(
            id="main",
            pattern=rf"\b(?P<value>\d{{3,5}}\s(?:[NSEW]\.?\s)?Main\b{_UNIT}{_TOWN})",
            score=0.6,
        ),
        Form(
            id="lettered",
            pattern=rf"\b(?P<value>{_NUMBER}\s{{1,2}}(?:{SIDE}\s)?(?i:avenue|ave|av|street|st|road|rd)\.?\s[A-Z]\b{_TAIL})",
            score=0.75,
        ),
        Form(
            id="grid",
            pattern=rf"\b(?P<value>[NSEW]\d{{2,5}}(?:\s?[NSEW]\d{{2,5}})?\s(?:\p{{Lu}}[\pL.'’\-]*\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,3}}?"
            rf"(?i:{SURE}|{_UNSURE})\b\.?(?:\s\d{{1,3}})?{_TAIL})",
            score=0.75,
        ),
        Form(
            id="on_route",
            pattern=r"(?i:\b(?:at|from|to)\s)(?P<value>\d{1,5}\s\p{Lu}[\pL'’\-]{3,})(?:[.,;\n)]|$)",
            score=0.6,
        ),
        Form(
            id="number_sign",
            pattern=rf"\b(?P<value>(?i:calle|carrera|cra\.?|cl\.|av\.|avenida|diagonal|transversal)\s\d{{1,3}}[A-Z]?\s?#\s?"
            rf"\d{{1,3}}[A-Z]?\s?-\s?\d{{1,3}}{_UNIT}{_TOWN})",
            score=0.8,
        ),
        Form(
            id="park",
            pattern=r"\b(?P<value>\d{1,5}\s(?:\p{Lu}[\pL'’\-]+\s){1,3}(?:Mobile\sHome\sPark|Trailer\sPark|RV\sPark"
            r"|Apartments|Apts\.?|Townhomes|Condos|Villas))\b",
            score=0.75,
        ),
        Form(
            id="lodging",
            pattern=r"(?i:\b(?:stay(?:s|ing|ed)?|liv(?:es?|ing)|moved|address)\b[^\n.!?\d]{0,16}?\b(?:at|in|to|is)\s(?:the\s)?)"
            r"(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,4}(?:(?i:motel)(?:,?\s(?i:room|rm|unit|#)\.?\s?#?\d{1,4})?"
            r"|(?i:hotel|inn|lodge|shelter|suites),?\s(?i:room|rm|unit|#)\.?\s?#?\d{1,4}))\b",
            score=0.65,
        ),
        Form(
            id="box",
            pattern=rf"\b(?P<value>(?i:p\.?\s?o\.?\s?box|post\soffice\sbox|apartado(?:\s"
            rf"postal)?)\s{{0,2}}#?\s?\d{{1,6}}{_TOWN})",
            score=0.9,
        ),
        Form(
            id="rural",
            pattern=rf"\b(?P<value>(?i:rr|r\.r\.|r\.?\s?d\.|rural\s(?:route|delivery)|route|rte?\.?|hc)"
            r"\s{0,2}#?\d{1,3}(?:,?\s"
            rf"(?i:box)\s#?\d{{1,5}}{_TOWN}"
            rf"|,\s\p{{Lu}}[\pL'’\-]+(?:[ ]\p{{Lu}}[\pL'’\-]+)?,\s{STATE}\b(?:\s\d{{5}})?))",
            score=0.85,
        ),
        Form(
            id="corner",
            pattern=r"(?i:corner\sof|intersection\sof|esquina\sde"
            r"|(?:bus\s)?stop\s(?:is\s)?at|parada\sen)\s(?:the\s)?(?P<value>(?:[\pLu0-9][\pL0-9.'’\-]*\s){1,3}(?:and|&|y|at|/)\s"
            r"(?:[\pLu0-9][\pL0-9'’\-]*)(?:\s[\pLu]\pL*){0,2})".replace(r"\pLu", r"\p{Lu}"),
            score=0.7,
        ),
        Form(
            id="crossing",
            pattern=rf"\b(?P<value>{_ROAD}\s?(?:and|&|@|at|/|y)\s{_ROAD}\b)",
            score=0.75,
        ),
        Form(
            id="ordinals",
            pattern=r"(?i:\b(?:at|on|near|by|from|to)\s(?:the\scorner\sof\s)?)(?P<value>\d{1,3}(?:st|nd|rd|th)"
            r"\s(?:and|&|y)\s\p{Lu}[\pL'’\-]{2,}|\p{Lu}[\pL'’\-]{2,}\s(?:and|&|y)\s\d{1,3}(?:st|nd|rd|th)"
            r"|Calle\s\d{1,3}\s(?:and|&|y)\s\p{Lu}[\pL'’\-]+(?:\s\p{Lu}\pL+)?)",
            score=0.65,
        ),
        Form(
            id="number_last",
            pattern=r"(?i:\b(?:live|lives|lived|living|moved|stays?|address\sis|vivo|vive|vivimos)\s(?:at\s|on"
            r"\s|in\s|to\s|en\s)?)(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,3}"
            rf"(?i:{SURE}|{_UNSURE})\.?\s\d{{1,5}}\b)",
            score=0.75,
        ),
        Form(
            id="calle",
            pattern=rf"\b(?P<value>(?i:c/|calle|avenida|av\.|avda\.?|calzada|calz\.|camino|paseo|urb\.?|res\.|bo\.|col\."
            rf"|prol\.|cda\.|priv\.|fracc\.|cond\.|edif\.|resid\.|carr\.|sector|barrio"
            rf"|carrera|callej[oó]n|privada|bulevar)\s(?:[\pL][\pL.'’\-]*\s){{1,4}}?(?:(?i:n[uú]m"
            rf"(?:ero)?\.?|no\.?|#)\s?)?\d{{1,5}}\b{_UNIT}{_TOWN})",
            score=0.8,
        ),
        Form(
            id="number_calle",
            pattern=rf"\b(?P<value>{_NUMBER}\s(?i:calle|avenida|camino|v[ií]a|rue|rua"
            rf"|privada|cerrada|callej[oó]n|paseo|corte|rancho|el|la|los|las)\s(?:(?i:los|las|el|la|del?)\s)?\p{{Lu}}[\pL.'’\-]*(?:\s\p{{Lu}}[\pL.'’\-]*){{0,2}}"
            rf"{_UNIT}{_TOWN})",
            score=0.6,
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit, or a corner."""
        return _HINT.search(text) is not None

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse pieces of words, and ordinary sentences that happen to count something."""
        value = text[start:end].rstrip(" .,")
        end = start + len(value)
        if start and text[start - 1] == ":" and (later := _BEHIND_TIME.match(value)):
            start, value = start + later.end(), value[later.end() :]  # "6:31 405 Cottonwood Dr"
        while form.id == "street" and not (_is_street(value) and is_whole(text, start, end)):
            later = _LATER_NUMBER.search(value)
            if later is None:
                return None
            start, value = start + later.start(1), value[later.start(1) :]
        if form.id in _CAPITALS_ONLY and _NO_STREET.search(text[start : end + 8]):
            return None
        if form.id == "road_of_somebody" and (
            _OF_RIDERS.search(text) is None or _SCHOOL_BEHIND.match(text, end)
        ):
            return None
        if form.id == "on_route" and _ON_A_ROUTE.search(text) is None:
            return None
        if form.id == "street" and (town := _SMALL_TOWN.match(text, end)) is not None:
            end = town.end(1) if value == value.lower() else end
        if not is_whole(text, start, end) or (start and text[start - 1] in "$€£#"):
            return None
        return start, end, form.score


# What goes by capitals alone must not be a count or a time: "moved from 3 classes",
# "home at 4 Monday", "Lunch & 4th period".
_CAPITALS_ONLY = frozenset(("cued", "side", "plot", "flat_at", "ordinal_and", "on_route"))
# Where stops of a bus are listed, a number and a street's name without its kind are one.
_ON_A_ROUTE = re.compile(r"(?i)\b(?:bus|route|rider|first stop|stops|driver)\b")
_SCHOOL_BEHIND = re.compile(
    r" (?:Elem\w*|Middle|High|School|Academy|Primary|Intermediate|Charter|Prep|K-8|[HME]S"
    r"|Apartments|Apts)\b"
)
_OF_RIDERS = re.compile(
    r"(?i)\b(?:bus|route|rides?|rider|stops?|driver|van|picks?|drops?|home|house|lives?|living|moved|address|walks?|late"
    r"|kids?|student|church|grand(?:ma|pa)s?)\b"
)
# "418 gull st apt 6, duluth.": a town in small letters, where its clause ends.
_SMALL_TOWN = re.compile(
    r", ((?!then|and|but|so|its|the|at|tomorrow|today|tonight|right|left|please|thanks|near|across)"
    r"[a-z]{4,14})(?=[.!?;\n]|$)"
)
_NO_STREET = re.compile(
    r"(?i)\b(?:hour|block|quarter|place|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|am|pm|grade|period|class(?:es)?|honors|ap|ib|math"
    r"|english|science|points?|students?|lesson|unit|chapter|days?|weeks?|times|virginia|korea|africa"
    r"|carolina|dakota|america)\b"
)
_HINT = re.compile(
    "[0-9]| (?:and|&|@|at|y) [A-Z]|corner|intersection|esquina|stop at|stop is at|parada"
    r"|\b(?:lives?|living|moved|stays?) "
    r"|\b(?:road|rd|lane|ln|avenue|ave|boulevard|blvd|trail|terrace)\b",
    re.IGNORECASE,
)


# "bus 14 from 2700 Lark Drive": the house number is the second one.
_LATER_NUMBER = re.compile(r"\s(\d)")
_BEHIND_TIME = re.compile(r"\d\d\s")
_FLAT = re.compile(_BEFORE)
_MEASURED = re.compile(r"\d[.:]\d")


def _is_street(value: str) -> bool:
    before = _FLAT.match(value)
    parts = _STREET.match(value[: value.find(",", before.end() if before else 0) + 1 or None])
    if parts is None:
        return False
    number, name, kind, unsure = parts.groups()
    if name.endswith("\n") or _MEASURED.search(name):
        return False  # "lane" begins the next line of a heat sheet
    words = [word.strip(".'’") for word in name.split()]
    named = [word for word in words if word.lower() not in _SIDES] or words
    # "Upper Big Branch Rd": a capital within the name makes a name of an ordinary word.
    plain = [word for at, word in enumerate(named) if not at or not word[:1].isupper()]
    if any(word.lower() in ORDINARY for word in plain):
        return False
    capital = all(word[:1].isupper() or word[:1].isdigit() for word in named)
    if unsure:
        # "1600 pine court" in lower-case chat: a house number of three digits or more, two at most
        # words of name, and nothing ordinary among them.
        return (capital and (kind[:1].isupper() or len(number) >= 3)) or (
            len(number) >= 3 and len(named) <= 2 and value == value.lower()
        )
    return capital or len(number) >= 2 or value == value.lower()
