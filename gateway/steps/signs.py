"""From what single leaves give away to the signs of a whole prompt, as facts for the rules.

Topics, incidents and languages count whoever wrote them; danger, age and what is asked of students
count in the words of whoever types. Definitions of tools are nobody's words.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from gateway.detection.scan import Scanned
from gateway.district.directory import District
from gateway.district.head_counts import HeadCounts
from gateway.terms.people import Principal
from gateway.terms.signs import AgeStatement, CellBand, LeafSigns, Sign, Signs, Topic, Trait
from gateway.terms.text import Leaf

TYPED = "user"
DEFINITION = "definition"

UNCOUNTED = frozenset({Trait.ETHNICITY, Trait.LANGUAGE, Trait.SPORT, Trait.DATE})
"""What no roster here counts."""
PLACES = frozenset({Trait.SCHOOL, Trait.CLASS})
SEXES = frozenset({Trait.FEMALE, Trait.MALE})
_YOUNGEST = (AgeStatement.UNDER_13, AgeStatement.TEEN, AgeStatement.ADULT)
_BANDS = ((0, CellBand.NOBODY), (1, CellBand.ONE), (4, CellBand.FEW), (9, CellBand.SOME))


def typed(leaves: Sequence[Leaf], scanned: Sequence[Scanned]) -> list[LeafSigns]:
    """Return the signs of what whoever asks typed, in order."""
    return [
        one.signs for leaf, one in zip(leaves, scanned, strict=True) if leaf.author == TYPED
    ]  # fmt: skip


def age_stated(signs: Iterable[LeafSigns]) -> AgeStatement:
    """Return the youngest age that is stated."""
    stated = {one.age_statement for one in signs}
    return next((age for age in _YOUNGEST if age in stated), AgeStatement.NONE)


async def gather_signs(
    leaves: Sequence[Leaf], scanned: Sequence[Scanned], principal: Principal, district: District
) -> Signs:
    """Return the signs of a prompt.

    Raises:
        Unusable: the roster cannot be read.
    """
    spoken = [
        one.signs for leaf, one in zip(leaves, scanned, strict=True) if leaf.author != DEFINITION
    ]
    own = typed(leaves, scanned)
    topics: frozenset[Topic] = frozenset().union(*(one.topics for one in spoken))
    band = await _band(own, principal, district)
    least = district.choices.smallest_cell
    return Signs(
        topics=topics,
        safety=_sign(any(one.dangers for one in own)),
        elicits=_sign(any(one.elicits for one in own)),
        rare_incident=_sign(any(one.rare_incident for one in spoken)),
        small_cell=_small(band, least),
        cell_band=band,
        language_unsupported=_sign(any(one.language_unsupported for one in spoken)),
    )


def _sign(found: bool) -> Sign:
    return Sign.FOUND if found else Sign.CLEAR


async def _band(own: Sequence[LeafSigns], principal: Principal, district: District) -> CellBand:
    traits: frozenset[Trait] = frozenset().union(*(one.traits for one in own))
    # A grade says nothing where nobody is described: "a lesson for 7th grade".
    grades = frozenset[str]().union(*(one.grades for one in own if one.traits))
    if not traits:
        return CellBand.NOBODY
    return cell_band(traits, grades, principal, await district.head_counts())


def cell_band(
    traits: frozenset[Trait], grades: frozenset[str], principal: Principal, counts: HeadCounts
) -> CellBand:
    """Return how many pupils some attributes still fit, as far as that can be counted.

    Args:
        traits: by which kinds of attribute one pupil is described.
        grades: which grades are spoken of.
        principal: whose schools and classes are meant by "our school" and "my class".
        counts: of the roster. Sex, ethnicity and language are in no roster here.
    """
    placed = bool(grades) or not traits.isdisjoint(PLACES)
    uncounted = len(traits & UNCOUNTED)
    if placed and Trait.RARE in traits:
        return CellBand.UNCOUNTABLE
    if placed and (uncounted > 1 or (uncounted and grades and not traits.isdisjoint(PLACES))):
        return CellBand.UNCOUNTABLE
    fitting: list[int] = []
    if grades and not counts.knows_grades:
        return CellBand.UNWATCHED
    if grades:
        fitting.append(counts.in_grades(grades, principal.person.schools))
    if Trait.SCHOOL in traits:
        fitting.append(counts.in_schools(principal.person.schools))
    if Trait.CLASS in traits and (grades or not traits.isdisjoint(SEXES | UNCOUNTED)):
        smallest = counts.in_least_class(principal.classes)
        fitting += [smallest] if smallest is not None else []
    return _band_of(min(fitting)) if fitting else CellBand.NOBODY


def _band_of(count: int) -> CellBand:
    return next((band for most, band in _BANDS if count <= most), CellBand.MANY)


def _small(band: CellBand, least: int) -> Sign:
    """Tell whether a band may hold fewer pupils than the district's k."""
    if band is CellBand.UNWATCHED:
        return Sign.UNWATCHED
    few = any(one is band and low + 1 < least for (low, _), (_, one) in pairwise(_BANDS))
    return _sign(few or band is CellBand.UNCOUNTABLE)
