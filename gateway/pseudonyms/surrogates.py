"""How stand-ins look: coined, random, and never to be taken for a real person's data.

Nothing of a surrogate is derived from its value but the outward shape that keeps a text readable
(34 CFR 99.31(b)(2): a record code is not based on personal information). Randomness comes in as
an argument; so does `free`, which knows what is taken in the prompt, the vault and the roster.
Pure.
"""

import re
from collections.abc import Callable
from random import Random
from typing import Final

from gateway.pseudonyms import dates
from gateway.pseudonyms.words import listed
from gateway.terms.text import Label, NamePart

type Free = Callable[[str], bool]

_ONSETS: Final = listed("b d f k l m n p r t v z br dr gr kr pr tr")
_VOWELS: Final = listed("a e i o u")
_GIVEN_MIDDLES: Final = listed("vr zr lz kv zm rz dv mz nv zv lv zk")
_GIVEN_ENDS: Final = listed("i u is en em il")
_FAMILY_MIDDLES: Final = listed("n l r m d v z nd lm rv")
_FAMILY_ENDS: Final = listed("ock ask und ulk orv eck olt emp isk uld")
_CONSONANTS: Final = "BDFGHJKLMNPQRSTVWXZ"
_TRIES: Final = 60

_REAL: Final = listed(
    "bovril damask dereck forzen kazmi kurzem kurzen marzen marzu mulund pelvis ramzi relock "
    "revolt rizvi terzi tuzmen verzi volvi"
)
"""What the syllables would make and the world already has."""

_SCHOOL_WORDS: Final = listed(
    "elementary primary middle intermediate junior senior high secondary school schools academy "
    "charter magnet college preparatory prep preschool kindergarten institute center centre "
    "district public ps is ms hs k escuela primaria secundaria preparatoria colegio instituto "
    "academia liceo"
)
_STREET_WORDS: Final = listed(
    "street st avenue ave av road rd lane ln drive dr court ct circle cir boulevard blvd way place "
    "pl terrace ter trail trl parkway pkwy highway hwy square sq loop apt apartment unit suite ste "
    "floor fl room rm lot po p o box no north south east west n s e w ne nw se sw rural route rr "
    "calle avenida apartado"
)
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015"
_ALNUM: Final = re.compile(r"[^\W_]")


def coin_name(part: NamePart, rng: Random, free: Free) -> str:
    """Return a coined name: pronounceable, gender-neutral, in ASCII, and nobody's.

    Args:
        part: FAMILY ends in consonants, every other part reads as a given name.
        rng: where chance comes from.
        free: tells whether a stand-in may be used.
    """
    for attempt in range(_TRIES * 5):
        word = _family(rng) if part is NamePart.FAMILY else _given(rng)
        if attempt > _TRIES * 2:
            word += _given(rng)  # a crowded conversation gets longer names
        name = word.capitalize()
        if word not in _REAL and free(name):
            return name
    raise Exhausted


class Exhausted(Exception):
    """No stand-in of this form is free any more."""


def _given(rng: Random) -> str:
    return "".join(map(rng.choice, (_ONSETS, _VOWELS, _GIVEN_MIDDLES, _GIVEN_ENDS)))


def _family(rng: Random) -> str:
    return "".join(map(rng.choice, (_ONSETS, _VOWELS, _FAMILY_MIDDLES, _FAMILY_ENDS)))


def coin(label: Label, value: str, rng: Random, free: Free, like: str = "") -> str:
    """Return a stand-in for anything but a name.

    Args:
        label: what the value is.
        value: the value, of which only the shape is looked at.
        rng: where chance comes from.
        free: tells whether a stand-in may be used.
        like: the stand-in the same number or date already has in another format, or "".

    Returns:
        The stand-in, in the value's format and in a form reserved for fiction where there is one.

    Raises:
        Exhausted: nothing of this form is free.
    """
    if like:
        alike = _in_format(label, value, like)
        if alike and free(alike):
            return alike
    make = _MAKERS.get(label, _number)
    for _ in range(_TRIES * 5):
        made = _ascii(make(value, rng))
        if made.casefold() != value.casefold() and free(made):
            return made
    raise Exhausted


def _in_format(label: Label, value: str, like: str) -> str:
    if label is Label.DATE_OF_BIRTH:
        return dates.same_day(value, like)
    digits = "".join(filter(str.isdigit, like))
    wanted = sum(map(str.isdigit, value))
    if label is Label.PHONE and len(digits) == 10 and wanted == 11:
        digits = "1" + digits
    if label is Label.PHONE and len(digits) == 11 and wanted == 10:
        digits = digits[1:]
    return _pour(value, digits) if len(digits) == wanted else ""


def _pour(shape: str, digits: str) -> str:
    """Return a shape with its digits replaced, in order."""
    fresh = iter(digits)
    return "".join(next(fresh) if character.isdigit() else character for character in shape)


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _email(value: str, rng: Random) -> str:
    """RFC 2606 3: example.org is nobody's."""
    return f"{_given(rng)}.{_family(rng)}@example.org"


def _username(value: str, rng: Random) -> str:
    return _family(rng) + (_digits(rng, 2) if any(map(str.isdigit, value)) else "")


def _url(value: str, rng: Random) -> str:
    scheme = "https://" if "://" in value else ""
    return f"{scheme}example.org/{_given(rng)}{_family(rng)}"


_EXTENSION: Final = re.compile(r"(?i)\s*(?:,\s*)?(?:x|ext\.?|extension)\s*\d+$")


def _phone(value: str, rng: Random) -> str:
    """555-0100 to 555-0199 are set aside for fiction (ATIS-0300115); area codes 555, 200, 300 and
    400 are assigned to nobody, so neither is any number here."""
    extension = _EXTENSION.search(value)
    main = value[: extension.start()] if extension else value
    tail = _pour(extension.group(), _digits(rng, len(value))) if extension else ""
    count = sum(map(str.isdigit, main))
    line = f"55501{_digits(rng, 2)}"
    area = rng.choice(("555", "555", "200", "300", "400"))
    if count < 7 or any(map(str.isalpha, main)):
        return f"{area}-{line[:3]}-{line[3:]}{tail}"
    if count == 7:
        return _pour(main, line) + tail
    if count == 10:
        return _pour(main, area + line) + tail
    if count == 11 and main.lstrip("+ (")[:1] == "1":
        return _pour(main, f"1{area}{line}") + tail
    return _pour(main, f"{'0' * (count - 7)}{line}") + tail


def _ssn(value: str, rng: Random) -> str:
    """Areas 900-999 are never issued as social security numbers (SSA RM 10201.035), and groups
    below 50 not as taxpayer numbers either (26 CFR 301.6109-1)."""
    count = sum(map(str.isdigit, value))
    if count != 9:
        return _number(value, rng)
    area, group, serial = rng.randrange(900, 1000), rng.randrange(1, 50), rng.randrange(1, 10000)
    return _pour(value, f"{area}{group:02}{serial:04}")


def _number(value: str, rng: Random) -> str:
    """Return an identifier of the same shape, its first digit a 9: never a leading zero, so that
    a number stays a number. One too short to be told from any other number is made longer."""
    if not _ALNUM.search(value):
        return _plain(value, rng)
    made: list[str] = []
    first = True
    for character in value:
        if character.isdigit():
            made.append("9" if first else rng.choice("0123456789"))
            first = False
        elif character.isalpha():
            letter = rng.choice(_CONSONANTS)
            made.append(letter.lower() if character.islower() else letter)
        else:
            made.append(character)
    missing = 5 - len(_ALNUM.findall(value))
    if missing > 0:
        end = max(at for at, character in enumerate(value) if _ALNUM.match(character)) + 1
        made.insert(end, _digits(rng, missing) if not first else _random_letters(rng, missing))
    return "".join(made)


def _random_letters(rng: Random, count: int) -> str:
    return "".join(rng.choice(_CONSONANTS) for _ in range(count))


def _address(value: str, rng: Random) -> str:
    """Return an address of the same shape with every name coined; zip codes 00000 to 00499 are
    nowhere."""

    def stand_in(token: re.Match[str]) -> str:
        word = token.group()
        if word.isdigit():
            if len(word) == 5:
                return f"00{rng.randrange(100, 500)}"
            return str(rng.randrange(10 ** (len(word) - 1), 10 ** len(word)))
        if word.casefold() in _STREET_WORDS and word.isascii():
            return word
        if len(word) == 2 and word.isupper():
            return "ZZ"
        return _family(rng).capitalize()

    made = _TOKEN.sub(stand_in, value)
    # A number and `Street` would be anybody's: some coined word must be in it.
    return made if _coined(made) else f"{made} {_family(rng).capitalize()}".strip()


def _coined(made: str) -> bool:
    return any(
        word.casefold() not in _STREET_WORDS and word != "ZZ" and word.isalpha()
        for word in _TOKEN.findall(made)
    )


def _ascii(text: str) -> str:
    """Return a stand-in in ASCII: dashes as hyphens, everything else as blanks."""
    if text.isascii():
        return text
    return "".join(
        character if character.isascii() else "-" if character in _DASHES else " "
        for character in text
    ).strip()


def _date(value: str, rng: Random) -> str:
    return dates.another_day(value, rng)


def _plain(value: str, rng: Random) -> str:
    return _family(rng).capitalize()


_MAKERS: Final[dict[Label, Callable[[str, Random], str]]] = {
    Label.EMAIL: _email,
    Label.USERNAME: _username,
    Label.URL_PERSONAL: _url,
    Label.PHONE: _phone,
    Label.SSN: _ssn,
    Label.ADDRESS: _address,
    Label.DATE_OF_BIRTH: _date,
    Label.SCHOOL: _plain,
    Label.PERSON: _plain,
}


def split_school(name: str) -> list[tuple[bool, str]]:
    """Return a school's name cut into stretches, each with whether it tells which school it is:
    `Oak Hill` in `Oak Hill Middle School` does, the rest says what it is and stays."""
    stretches: list[tuple[bool, str]] = []
    at = 0
    for token in re.finditer(r"[^\W_]+(?:['\u2019.][^\W_]+)*", name):
        telling = token.group().casefold().replace(".", "") not in _SCHOOL_WORDS
        between = name[at : token.start()]
        if stretches and telling and stretches[-1][0]:
            stretches[-1] = (True, stretches[-1][1] + between + token.group())
        else:
            if between:
                stretches.append((False, between))
            stretches.append((telling, token.group()))
        at = token.end()
    if name[at:]:
        stretches.append((False, name[at:]))
    return stretches if any(telling for telling, _ in stretches) else [(True, name)]
