"""From everything that was proposed about a text to a list of spans that do not overlap.

Principles, each a rule with an id that goes into the span's `why`:

- `class-full`, `roster-full`: given and family name of one person stand, always.
- `class-given`, `class-family`, `class-nickname`, `class-initial`, `class-title`: part of the name
  of somebody in the principal's own classes stands, even if it is a word as well.
- `roster-given`, `roster-family`, `roster-nickname`, `roster-initial`, `roster-title`: part of a
  name of anybody else on the roster stands if its score says that it is no mere word.
- `roster-mixed`: given and family name of different people side by side are one name, nobody's.
- `ner-grown`: a name that the model saw further than the roster is taken whole, and is nobody's.
- `ner-unlisted`: a name that only the model saw stands, unless everyone knows it.
- `roster-exact`: an id, address, user name or telephone number of the roster.
- `pattern`: what has the form of personal data.
- `carried`: a name that stands in another place of the request (`carried`, not here).
- `rest`: what is left of a finding that lost a part of itself to a better one.

Where findings overlap the stronger wins: forms and exact matches, then names, then the model;
the longer among equals. What was found stays covered: a loser keeps what the winner does not hold.

Knows one text and its candidates; must not know other leaves, rules or surrogates. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gateway.detection.edges import (
    Range,
    bare_name,
    is_name_like,
    reads_as_one,
    to_word_ends,
    uncovered,
)
from gateway.detection.lessons import of_the_world
from gateway.detection.name_scores import EXACT, FULL, INITIALED, KEEP, NEAR, NICKNAMED, TITLED
from gateway.detection.near_names import NearNames, surface_key
from gateway.detection.public_names import PUBLIC
from gateway.detection.renown import NOBODY_KNOWN, Known, known_in
from gateway.terms.text import MANY, Candidate, Label, NamePart


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """How sure a finding must be, from 0 to 1.

    `roster` is for one name alone, `near` for one that somebody in the principal's classes bears,
    `pattern` for forms, `model` for names that only the name model saw.
    """

    roster: float = KEEP
    near: float = NEAR
    pattern: float = 0.4
    model: float = 0.3


DEFAULT = Setting()


class Kept(NamedTuple):
    """A finding that stands, in code points of its text.

    `people` are those of its candidate, empty for a name that is nobody's on the roster; `near`
    tells that somebody in the principal's classes is called that. `key` is how the name is looked
    up (`surface_key`), for names of the roster.
    """

    start: int
    end: int
    label: Label
    score: float
    recogniser: str
    why: str
    people: tuple[str, ...] = ()
    part: NamePart = NamePart.FULL
    near: bool = False
    key: str = ""


_ROSTER = "roster"
_EXACT_WHY, _PATTERN_WHY = "roster-exact", "pattern"
UNLISTED, CARRIED = "ner-unlisted", "carried"
_GROWN, _MIXED, _REST = "ner-grown", "roster-mixed", "rest"
_KINDS = {FULL: "full", INITIALED: "initial", NICKNAMED: "nickname", TITLED: "title"}
_PARTS = (*_KINDS.values(), "given", "family")
WHYS = frozenset((_EXACT_WHY, _PATTERN_WHY, UNLISTED, CARRIED, _GROWN, _MIXED, _REST)).union(
    f"{circle}-{part}" for circle in ("class", "roster") for part in _PARTS
)
"""Every rule that can keep a finding: what `Kept.why` may be."""

# Who wins an overlap.
_RANKS = {_EXACT_WHY: 5, _PATTERN_WHY: 5, "class-full": 4, "roster-full": 4, _GROWN: 3, _MIXED: 3}
_RANK_OF_PART, _RANK_OF_UNLISTED = 2, 1


def arbitrate(
    text: str,
    candidates: Sequence[Candidate],
    near: NearNames,
    setting: Setting = DEFAULT,
    named: Collection[str] = (),
    excused: Collection[str] = (),
) -> tuple[Kept, ...]:
    """Settle what stands in a text.

    Args:
        text: the leaf's text.
        candidates: everything proposed about it, in any order.
        near: the people of the principal's own classes.
        setting: how sure a finding must be.
        named: people everyone knows, works and topics of which the request speaks (`evidence`).
        excused: folded words of names that somebody said are no pupil's; never the roster's.

    Returns:
        What stands, by start; no two overlap, and none begins or ends within a word.
    """
    if not candidates:
        return ()
    names: list[Kept] = []
    model: list[Kept] = []
    others: list[Kept] = []
    public: list[Candidate] = []
    for candidate in candidates:
        if candidate.recogniser in PUBLIC:
            public.append(candidate)
        elif candidate.label is not Label.PERSON:
            others.append(_form(text, candidate))
        elif candidate.recogniser.startswith(_ROSTER):
            if (kept := _listed(text, candidate, near, setting)) is not None:
                names.append(kept)
        elif candidate.score >= setting.model and (kept := _unlisted(text, candidate)) is not None:
            model.append(kept)
    known = _known(text, public, named, names, model)
    names = [one for one in names if not _is_known(one, known)]
    if names:
        names = _one_each(names)
        if len(names) > 1:
            names = _mixed(text, _apart(text, names))
    model = [one for one in _unknown(text, model, known) if not _is_excused(text, one, excused)]
    if model:
        model.sort()  # what joins what must not hang on the order in which it was proposed
        names = _with_model(text, names, model)
    if others:
        names += _owned(others, setting)
    return tuple(_apart(text, names))


# One candidate at a time


def _form(text: str, candidate: Candidate) -> Kept:
    """Return an id, address or the like."""
    exact = candidate.recogniser == EXACT
    start, end = candidate.start, min(candidate.end, len(text))
    if not exact:
        start, end = to_word_ends(text, start, end)
    return Kept(
        start,
        end,
        candidate.label,
        candidate.score,
        candidate.recogniser,
        _EXACT_WHY if exact else _PATTERN_WHY,
        candidate.people,
        NamePart.OTHER,
    )


def _listed(text: str, one: Candidate, near: NearNames, setting: Setting) -> Kept | None:
    """Return a name of the roster, if it is sure enough or near."""
    key = surface_key(text[one.start : one.end])
    # A list of people that was cut may leave out who is near; a disguised or misspelt name is
    # known by its people alone.
    is_near = bool(near.called(key, one.part))
    is_near = is_near or any(person in near.people for person in one.people)
    if one.score < (setting.near if is_near else setting.roster):
        return None
    kind = _KINDS.get(one.recogniser) or ("given" if one.part is NamePart.GIVEN else "family")
    return Kept(
        one.start,
        one.end,
        one.label,
        one.score,
        one.recogniser,
        ("class-" if is_near else "roster-") + kind,
        one.people,
        one.part,
        is_near,
        key,
    )


def _unlisted(text: str, candidate: Candidate) -> Kept | None:
    """Return a name that the model saw, without what stands beside the name."""
    span = bare_name(text, candidate.start, candidate.end)
    if span is None:
        return None
    return Kept(*span, candidate.label, candidate.score, candidate.recogniser, UNLISTED)


def _owned(forms: list[Kept], setting: Setting) -> list[Kept]:
    """Return the forms that are sure enough, with the owners the roster knows.

    The form knows how far it goes ("lunch pin 4821"), the roster whose it is; four digits of the
    roster's, unsure alone, say whose a pin is that was found by its form.
    """
    lent = [form for form in forms if form.people]
    owned = []
    for form in forms:
        if form.score < setting.pattern:
            continue
        if not form.people:
            within = (one for one in lent if form.start <= one.start and one.end <= form.end)
            form = form._replace(people=next((one.people for one in within), ()))
        owned.append(form)
    return owned


# People everyone knows


def _known(
    text: str,
    public: list[Candidate],
    named: Collection[str],
    names: list[Kept],
    model: list[Kept],
) -> Known:
    """Return where people everyone knows stand, and people of lessons that no list has."""
    known = known_in(text, public, named, _ranges((*names, *model)))
    places = known.full + known.single
    if not places:
        return known
    return known.with_more(of_the_world(text, _nobodys(model, names), places))


def _is_known(name: Kept, known: Known) -> bool:
    """Tell whether a name of the roster is somebody else's here, whom everyone knows.

    A full name as the roster spells it gives way only to a longer one that it is part of ("Martin
    Luther" in "Martin Luther King"), one with a nickname to the same name, part of one to a full
    name, and, unless it is near, to a single word.
    """
    if name.recogniser == NICKNAMED and name.part is NamePart.FULL and not name.near:
        return known.in_full(name.start, name.end)
    if name.recogniser in (FULL, INITIALED) and name.part is NamePart.FULL:
        return not name.near and known.in_longer(name.start, name.end)
    if name.recogniser == TITLED:
        if known.is_posed(name.start, name.end):
            return not name.near
        return not name.near and known.in_full(name.start, name.end)
    if known.in_full(name.start, name.end):
        return True
    return not name.near and known.in_any(name.start, name.end)


def _nobodys(model: list[Kept], names: list[Kept]) -> list[Range]:
    """Return what a model saw, but for what holds a name of somebody near, or a full name."""
    return [
        (seen.start, seen.end)
        for seen in model
        if not any(
            (name.near or not _is_single(name)) and name.start < seen.end and seen.start < name.end
            for name in names
        )
    ]


def _unknown(text: str, model: list[Kept], known: Known) -> list[Kept]:
    """Return what the model saw, without people everyone knows."""
    if known is NOBODY_KNOWN:
        return model
    left: list[Kept] = []
    for seen in model:
        over = known.over(seen.start, seen.end)
        for start, end in uncovered(text, seen.start, seen.end, over):
            if not over or is_name_like(text, start, end):
                left.append(seen._replace(start=start, end=end))
    return left


def _is_excused(text: str, seen: Kept, excused: Collection[str]) -> bool:
    """Tell whether every word of what the model saw is excused."""
    if not excused:
        return False
    return all(word in excused for word in surface_key(text[seen.start : seen.end]).split(" "))


# Names together


def _one_each(names: list[Kept]) -> list[Kept]:
    """Return one finding for each place: given name of some and family name of others is both."""
    places: dict[tuple[int, int], Kept] = {}
    for name in names:
        place = name.start, name.end
        other = places.get(place)
        if other is None:
            places[place] = name
            continue
        better, worse = (name, other) if _strength(name) > _strength(other) else (other, name)
        if better.near == worse.near and better.why[-4:] != "full":
            people = tuple(dict.fromkeys(better.people + worse.people))[: MANY + 1]
            better = better._replace(people=people)
        places[place] = better
    return list(places.values())


def _strength(kept: Kept) -> tuple[int, bool, int, float]:
    """Return what decides between overlapping findings; more is stronger."""
    default = _RANK_OF_UNLISTED if kept.why == UNLISTED else _RANK_OF_PART
    return _RANKS.get(kept.why, default), kept.near, kept.end - kept.start, kept.score


def _mixed(text: str, names: list[Kept]) -> list[Kept]:
    """Join given and family names that stand side by side and are not one person's.

    Such a full name is somebody who is not on the roster: nobody's consent covers it.
    """
    joined: list[Kept] = []
    for name in names:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.part is NamePart.GIVEN
            and name.part is NamePart.FAMILY
            and _is_single(before)
            and _is_single(name)
            and text[before.end : name.start] == " "
        ):
            joined[-1] = name._replace(
                start=before.start,
                why=_MIXED,
                people=(),
                part=NamePart.FULL,
                near=False,
                key="",
            )
        else:
            joined.append(name)
    return joined


def _is_single(kept: Kept) -> bool:
    return kept.part is not NamePart.FULL and kept.recogniser not in (FULL, INITIALED, TITLED)


def _with_model(text: str, names: list[Kept], model: list[Kept]) -> list[Kept]:
    """Add what the model saw to what the roster knows."""
    for seen in model:
        inside = [name for name in names if name.start < seen.end and seen.start < name.end]
        grown = _grown(text, seen, inside) if inside else seen
        if grown is None:
            continue
        if grown.why == _GROWN:
            names = [name for name in names if name not in inside]
        names = [*names, grown]
    return names


def _grown(text: str, seen: Kept, inside: list[Kept]) -> Kept | None:
    """Return a model's name that overlaps names of the roster, or None if it adds nothing.

    One part of a roster name with more name beside it ("Maria" in "Maria Okonjo") is a full name
    that the roster does not have. Beside a full name, what is over stays a finding of its own.
    """
    left = min(seen.start, inside[0].start)
    right = max(seen.end, inside[-1].end)
    over = uncovered(text, seen.start, seen.end, _ranges(inside))
    over = [piece for piece in over if is_name_like(text, *piece)]
    if not over:
        return None
    if not all(map(_is_single, inside)) or not reads_as_one(text, left, right):
        return seen
    return seen._replace(start=left, end=right, why=_GROWN)


# Overlaps


def _apart(text: str, kept: list[Kept]) -> list[Kept]:
    """Return findings of which no two overlap, by start."""
    kept = sorted(kept)
    if all(one.end <= other.start for one, other in pairwise(kept)):
        return kept
    won: list[Kept] = []
    for one in sorted(kept, key=_strength, reverse=True):
        rivals = [other for other in won if one.start < other.end and other.start < one.end]
        if not rivals:
            won.append(one)
            continue
        for start, end in uncovered(text, one.start, one.end, _ranges(rivals)):
            seen_only = one.why in (UNLISTED, _GROWN)
            if one.label is Label.PERSON and seen_only and not is_name_like(text, start, end):
                continue
            if one.label is not Label.PERSON and any(one.label is other.label for other in rivals):
                # Two sights of one id: what the other holds is all of it.
                continue
            won.append(one._replace(start=start, end=end, why=_REST, people=(), key=""))
    return sorted(won)


def _ranges(kept: Iterable[Kept]) -> list[Range]:
    return [(one.start, one.end) for one in kept]
