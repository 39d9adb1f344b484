"""From everything that was proposed about a text to a list of spans that do not overlap.

Each finding is looked at by itself (is it sure enough for this setting?), then weighed against
people everyone knows, then beside the others (`joining`). What stands says by which rule (`kept`).

Knows one text and its candidates; must not know other leaves, rules or surrogates. Pure.
"""

from collections.abc import Collection, Sequence
from functools import partial

from gateway.detection.arbitration_settings import DEFAULT, Setting
from gateway.detection.edges import (
    Marks,
    Range,
    bare_name,
    is_name_like,
    to_word_ends,
    uncovered,
)
from gateway.detection.elsewhere import of_here
from gateway.detection.fellows import fellows
from gateway.detection.joining import apart, mixed, one_each, with_model
from gateway.detection.kept import (
    EXACT_WHY,
    KINDS,
    MODELS,
    PATTERN_WHY,
    UNLISTED,
    Kept,
    is_loose,
    is_single,
    ranges,
)
from gateway.detection.lessons import (
    about_the_world,
    of_a_lesson,
    of_the_world,
)
from gateway.detection.name_scores import EXACT, FULL, INITIALED, NICKNAMED, TITLED
from gateway.detection.near_names import NearNames, surface_key
from gateway.detection.near_spellings import meant
from gateway.detection.public_names import PART, PUBLIC, RARE
from gateway.detection.renown import NOBODY_KNOWN, Known, known_in
from gateway.detection.surroundings import surroundings
from gateway.terms.text import Candidate, Label, NamePart

_ROSTER = "roster"
# "His brother Theo", "Uncle Fung", "Juan Seguín", where nobody's own brother is spoken of.
_OF_LESSONS = MODELS | {"relations", "titles", "spanish_names", "doings"}
_PLACES = frozenset((Label.SCHOOL, Label.ADDRESS))


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
        elif (
            _is_seen(text, candidate, near, setting)
            and (kept := _unlisted(text, candidate)) is not None
        ):
            model.append(kept)
    known = _known(text, public, named, names, model)
    names = [one for one in names if not _is_known(_by_whole_names(one, near), known)]
    beside = ranges(one for one in names if one.near)
    if names:
        names = one_each(names)
        if len(names) > 1:
            names = mixed(text, apart(text, names))
    model = [one for one in _unknown(text, model, known) if not _is_excused(text, one, excused)]
    seen = Marks(len(text), ranges(model))
    names = [one for one in names if not _is_unseen(one, seen, setting)]
    names, model = _of_here(text, names, model, known, setting, beside)
    around = partial(surroundings, text, candidates, named)
    spared = _called_after(text, names, known)  # decided above
    names, model = of_here(text, names, model, known, around, spared, _listed_in_full(text, public))
    if model:
        model.sort()  # what joins what must not hang on the order in which it was proposed
        names = with_model(text, names, model)
    if others:
        names += _owned([one for one in others if not _is_of_a_title(text, one, known)], setting)
    return tuple(apart(text, names))


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
        EXACT_WHY if exact else PATTERN_WHY,
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
    kind = KINDS.get(one.recogniser) or ("given" if one.part is NamePart.GIVEN else "family")
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


def _is_seen(text: str, one: Candidate, near: NearNames, setting: Setting) -> bool:
    """Tell whether what a model saw is sure enough, by itself or since it means somebody near."""
    if one.score >= setting.model:
        return True
    return bool(meant(surface_key(text[one.start : one.end]), near, slips=False))


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


def _is_unseen(name: Kept, seen: Marks, setting: Setting) -> bool:
    """Tell whether a name of somebody far is too doubtful where no model saw a name as well.

    A roster of thousands holds nearly every word as somebody's name: Star, Justice, Reed.
    """
    if name.near or name.score >= setting.unseen or not is_single(name):
        return False
    return not seen.touch(name.start, name.end)


# People everyone knows


def _of_here(
    text: str,
    names: list[Kept],
    model: list[Kept],
    known: Known,
    setting: Setting,
    beside: Sequence[Range],
) -> tuple[list[Kept], list[Kept]]:
    """Return names of the roster and of the model without those that are likely of the world.

    Whatever holds a name of somebody near stands: `beside` says where those are.
    """
    far = [one for one in names if not one.near and _is_by_chance(one, known)]
    called = _called_after(text, names, known) if setting.namesakes else []
    seen = [one for one in model if one.recogniser in _OF_LESSONS and one.score < setting.lesson]
    if not far and not seen and not called:
        return names, model
    places = known.full + known.single
    lessons = of_a_lesson(text, places)
    called = [one for one in called if lessons and lessons[0] == (0, len(text))]
    taught = Marks(len(text), lessons)
    seen = [
        one
        for one in seen
        if (one.recogniser in MODELS and one.score < setting.world) or taught.at(one.start)
    ]
    if not far and not seen and not called:
        return names, model
    worldly = Marks(len(text), about_the_world(text, places, known.titles))
    near = Marks(len(text), beside)
    strange = [one for one in (*far, *seen) if not near.touch(one.start, one.end)]
    gone = {one for one in (*strange, *called) if worldly.at(one.start)}
    if not gone:
        return names, model
    kept = [one for one in model if one not in gone]
    sure = Marks(len(text), ranges(kept))
    return [one for one in names if one not in gone or sure.touch(one.start, one.end)], kept


def _is_by_chance(far: Kept, known: Known) -> bool:
    """Tell whether a roster of thousands may hold a name by chance, where the world is spoken of:
    one that is less than a full name, or that of somebody everyone knows."""
    return is_loose(far) or known.in_full(far.start, far.end)


def _called_after(text: str, names: list[Kept], known: Known) -> list[Kept]:
    """Return those near whose name alone is part of one that everyone knows and that stands in the
    text: "Achebe", where "Chinua Achebe" was named."""
    alone = [one for one in names if one.near and is_single(one)]
    alone = [one for one in alone if known.in_any(one.start, one.end)]
    full = known.full_by_word(text) if alone else {}
    return [
        one
        for one in alone
        if any(
            not (start <= one.start and one.end <= end)
            for start, end in full.get(text[one.start : one.end].casefold(), ())
        )
    ]


def _known(
    text: str,
    public: list[Candidate],
    named: Collection[str],
    names: list[Kept],
    model: list[Kept],
) -> Known:
    """Return where people everyone knows stand, and people of lessons that no list has."""
    known = known_in(text, public, named, ranges((*names, *model)))
    places = known.full + known.single
    if not places:
        return known
    strange = _nobodys(text, model, names)
    loose = ranges(one for one in names if not one.near and is_loose(one))
    return known.with_more(
        (*of_the_world(text, strange, places), *fellows(text, (*strange, *loose), places))
    )


def _listed_in_full(text: str, public: list[Candidate]) -> list[Range]:
    """Return where full names of the list stand that are other people's as well."""
    return [
        (one.start, one.end)
        for one in public
        if one.recogniser in (PART, RARE) and " " in text[one.start : one.end]
    ]


def _by_whole_names(name: Kept, near: NearNames) -> Kept:
    """Return a name as of somebody far if those near bear it only as part of a family name.

    In an essay on Rachel Carson, "Carson" is not the classmate whose family name is Carson-Diaz.
    """
    if not name.near or name.part is not NamePart.FAMILY or not is_single(name):
        return name
    bearers = [near.people[who] for who in near.called(name.key, name.part)]
    if not bearers or any(name.key in map(surface_key, one.family_names) for one in bearers):
        return name
    return name._replace(near=False)


def _is_of_a_title(text: str, form: Kept, known: Known) -> bool:
    """Tell whether a place is one of a story: Wayside School, Market Street."""
    return (
        form.label in _PLACES
        and form.why == PATTERN_WHY
        and known.is_of_a_title(text, form.start, form.end)
    )


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


def _nobodys(text: str, model: list[Kept], names: list[Kept]) -> list[Range]:
    """Return what a model saw, but for what holds a name of somebody near, or a full name."""
    somebodys = Marks(len(text), ranges(one for one in names if one.near or not is_single(one)))
    return [one for one in ranges(model) if not somebodys.touch(*one)]


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
