"""Which mention is which person, over all leaves of one request in reading order.

In this order, and with everybody counting who remains:

1. An id, address, user name or telephone number is its owner's.
2. A full name is the person's of that name: in the principal's own classes first, then anywhere.
3. Part of a name is the person's who was named in full before; else, of those of that name, the
   ones in the principal's own classes; else everybody's of that name. Named in full only later,
   that person counts as well.
4. Behind "Ms." or "Coach", grown-ups go before pupils.
5. A name that nobody on the roster bears may still mean one person of the principal's own classes:
   by a short form, or by a slip of the pen (`near_spellings`); a short form does so even if
   somebody far is really called that. What stands right behind the full name of one of them is
   their name too.

Two people of the same name stay two: all of them count, and the strictest decision holds. More
than `MANY`, or a full name that nobody has, leave the mention unresolved, which has no consent.

Knows a request's leaves and what was proposed about them; must not know rules or surrogates. Pure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gateway.detection.alike import alike
from gateway.detection.arbitration_settings import DEFAULT, Setting
from gateway.detection.carried import carry
from gateway.detection.kept import Kept
from gateway.detection.name_forms import words_of_person
from gateway.detection.name_scores import FULL, TITLED
from gateway.detection.near_names import NearNames, surface_key
from gateway.detection.near_spellings import meant
from gateway.detection.renown import evidence, known_by_all
from gateway.detection.standing import Around, standing
from gateway.terms.people import Kind, Person
from gateway.terms.text import (
    MANY,
    Candidate,
    Finding,
    Label,
    Leaf,
    LeafKind,
    NamePart,
    Resolution,
    Span,
)

_NO_PEOPLE: Mapping[str, Person] = {}


def settle(
    leaves: Sequence[Leaf],
    candidates: Sequence[Sequence[Candidate]],
    near: NearNames,
    people: Mapping[str, Person] = _NO_PEOPLE,
    setting: Setting = DEFAULT,
    excused: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Settle what stands in each leaf and whom it is about.

    Args:
        leaves: the request's leaves in reading order.
        candidates: for each leaf, what detection proposed.
        near: the people of the principal's own classes.
        people: persons by roster id, as far as known; tells grown-ups from pupils, and how the
            owner of an address is called.
        setting: how sure a finding must be.
        excused: folded words of names that somebody said are no pupil's.

    Returns:
        One finding for each leaf, in order, with its spans.
    """
    around = surrounded(leaves, candidates, near, setting, excused)
    stand = [
        standing(leaf.text, proposed, around, structural=leaf.kind is LeafKind.STRUCTURAL)
        for leaf, proposed in zip(leaves, candidates, strict=True)
    ]
    return together(leaves, candidates, stand, around, people)


def surrounded(
    leaves: Sequence[Leaf],
    candidates: Sequence[Sequence[Candidate]],
    near: NearNames,
    setting: Setting,
    excused: Collection[str],
) -> Around:
    """Return what is around the leaves of a request; the arguments are those of `settle`."""
    return Around(
        near=near,
        setting=setting,
        named=evidence([leaf.text for leaf in leaves], candidates),
        excused=frozenset(excused),
    )


def together(
    leaves: Sequence[Leaf],
    candidates: Sequence[Sequence[Candidate]],
    stand: Sequence[tuple[Kept, ...]],
    around: Around,
    people: Mapping[str, Person],
) -> tuple[Finding, ...]:
    """Settle whom the findings of a request are about, and what stands in a leaf of its prose only
    since it stands in another.

    Args:
        leaves, candidates, people: as for `settle`.
        stand: for each leaf, what stands in it by itself.
        around: what is around the leaves.

    Returns:
        One finding for each leaf, in order, with its spans.
    """
    found = list(stand)
    prose = [index for index, leaf in enumerate(leaves) if leaf.kind is not LeafKind.STRUCTURAL]
    texts = [leaves[index].text for index in prose]
    carried = carry(
        texts,
        [found[index] for index in prose],
        [known_by_all(candidates[index], around.named) for index in prose],
        around.excused,
    )
    for index, kept in zip(prose, alike(texts, carried), strict=True):
        found[index] = kept
    request = _Request(around.near, people)
    for index, (leaf, kept) in enumerate(zip(leaves, found, strict=True)):
        if kept:
            request.read(index, leaf.text, kept)
    spans = request.spans()
    return tuple(
        [Finding(leaf=leaf, spans=spans.get(index, ())) for index, leaf in enumerate(leaves)]
    )


class _Mention(NamedTuple):
    """A finding with its place in reading order and how its name is looked up."""

    leaf: int
    kept: Kept
    key: str


class _Named(NamedTuple):
    """A person named in full: at which mention, and who it can be; nobody if unresolved."""

    order: int
    who: tuple[str, ...]


class _Request:
    """What has been read of one request: first everything, then who is who."""

    def __init__(self, near: NearNames, people: Mapping[str, Person]) -> None:
        self._near = near
        self._people = people
        self._mentions: list[_Mention] = []
        self._alone: set[str] = set()
        self._named: dict[str, list[_Named]] = {}
        # Found by a look at everybody near, and a chat repeats its names.
        self._meant = cache(lambda name, slips: meant(name, near, slips=slips))

    def read(self, leaf: int, text: str, kept: Sequence[Kept]) -> None:
        """Take in one leaf's findings."""
        for one in kept:
            key = one.key
            if not key and one.label is Label.PERSON:
                key = surface_key(text[one.start : one.end])
            self._mentions.append(_Mention(leaf, one, key))

    def spans(self) -> dict[int, tuple[Span, ...]]:
        """Return the spans of each leaf that has any."""
        whole = [_is_whole(mention.kept) for mention in self._mentions]
        # Only words that stand alone somewhere are worth remembering.
        self._alone = {
            _last_word(mention.key)
            for mention, is_whole in zip(self._mentions, whole, strict=True)
            if not is_whole
        }
        settled: list[tuple[str, ...]] = []
        for order, mention in enumerate(self._mentions):
            who = self._whole(order, mention) if whole[order] else ()
            if whole[order] and self._alone:
                self._remember(order, mention, who)
            settled.append(who)
        spans: dict[int, list[Span]] = {}
        for order, mention in enumerate(self._mentions):
            who = settled[order] if whole[order] else self._part(order, mention)
            spans.setdefault(mention.leaf, []).append(_span(mention.kept, who))
        return {leaf: tuple(found) for leaf, found in spans.items()}

    # Whole names, ids and addresses

    def _whole(self, order: int, mention: _Mention) -> tuple[str, ...]:
        """Return whom a whole name, or anything that is one person's own, can be about."""
        kept = mention.kept
        if kept.label is not Label.PERSON:
            return kept.people
        if not kept.people:
            return self._meant(mention.key, True) or self._second_name(order, mention)
        if len(kept.people) > MANY:
            # The list was cut: who is near may be among those left out.
            return self._near_of_many(order, mention) or kept.people
        near = self._near.people
        theirs = tuple([person for person in kept.people if person in near])
        if not theirs and kept.near:  # by a nickname: "Zach B" may be others' by their given name
            theirs = self._near.full.get(mention.key, ())
        return theirs or kept.people

    def _second_name(self, order: int, mention: _Mention) -> tuple[str, ...]:
        """Return whose full name stands right before, if that is somebody near: "Ana Ruiz Leal"."""
        before = self._mentions[order - 1] if order else mention
        if before.leaf != mention.leaf or mention.kept.start - before.kept.end != 1:
            return ()
        full = before.kept.recogniser == FULL and before.kept.part is NamePart.FULL
        who = self._whole(order - 1, before) if full else ()
        return who if len(who) == 1 and who[0] in self._near.people else ()

    def _near_of_many(self, order: int, mention: _Mention) -> tuple[str, ...]:
        part, key = mention.kept.part, mention.key
        if part is NamePart.FULL or (part is NamePart.OTHER and key in self._near.full):
            return self._near.full.get(key, ())
        # Given and family name in two places have the same list and stand next to each other.
        for beside in self._mentions[max(order - 1, 0) : order + 2]:
            other = beside.kept
            if other.people != mention.kept.people or other.part is part:
                continue
            if NamePart.OTHER in (part, other.part):  # "ORTIZ,L"
                letter, family = sorted((key, beside.key), key=len)
                return self._near.full.get(f"{letter} {family}", ())
            same = set(self._near.called(beside.key, other.part))
            return tuple(who for who in self._near.called(key, part) if who in same)
        return ()

    def _remember(self, order: int, mention: _Mention, who: tuple[str, ...]) -> None:
        """Note what the person may be called from now on."""
        is_name = mention.kept.label is Label.PERSON
        called = set(mention.key.split(" ")) if is_name else set()
        if len(who) == 1 or not is_name:
            for person in who[:MANY]:
                called.update(self._words_of(person))
        for word in called & self._alone:
            named = _Named(order, who if len(who) <= MANY else ())
            self._named.setdefault(word, []).append(named)

    def _words_of(self, who: str) -> tuple[str, ...]:
        near = self._near.words.get(who)
        if near is not None:
            return near
        person = self._people.get(who)
        return words_of_person(person) if person is not None else ()

    def _person(self, who: str) -> Person | None:
        return self._near.people.get(who) or self._people.get(who)

    # Parts of names

    def _part(self, order: int, mention: _Mention) -> tuple[str, ...]:
        """Return whom part of a name can be about; empty if nobody can be told."""
        kept = mention.kept
        if kept.recogniser == TITLED:
            return self._titled(order, mention)
        near = self._near.called(mention.key, kept.part) if kept.near else ()
        if kept.near and not near:  # disguised or misspelt: not under this spelling
            near = tuple([person for person in kept.people if person in self._near.people])
        near = near or self._meant(mention.key, not kept.people)
        if not near and not kept.people:
            near = self._second_name(order, mention)
        before, after = self._named_so(order, mention.key)
        if before:
            return _together(before)
        if not after:
            return near or kept.people
        if not all(named.who for named in after) or len({named.who for named in after}) > 1:
            return near or kept.people
        # Named in full only later, by one name: that person, and whoever is near and called so.
        return tuple(dict.fromkeys(near + after[0].who))

    def _named_so(self, order: int, key: str) -> tuple[list[_Named], list[_Named]]:
        """Return who was named in full with this word in the name: before, and after."""
        named = self._named.get(_last_word(key), [])
        before = [one for one in named if one.order < order]
        return before, [one for one in named if one.order > order]

    def _titled(self, order: int, mention: _Mention) -> tuple[str, ...]:
        """Return whom "Ms. Lopez" can be about: grown-ups first, the nearest of them."""
        kept = mention.kept
        before, _ = self._named_so(order, mention.key)
        near = self._near.called(mention.key, kept.part)
        circles = [_together(before), near, kept.people if len(kept.people) <= MANY else ()]
        for circle in circles:
            if grown := tuple([who for who in circle if self._is_grown(who)]):
                return grown
        if len(kept.people) > MANY:
            # Some grown-up of that name may be among those left out.
            return ()
        return next(filter(None, circles), ())

    def _is_grown(self, who: str) -> bool:
        person = self._person(who)
        return person is not None and person.kind is not Kind.STUDENT


def _last_word(key: str) -> str:
    """Return the word by which a name is remembered: "brien" of "o brien"."""
    return key.rpartition(" ")[2]


def _is_whole(kept: Kept) -> bool:
    """Tell whether a finding by itself says who it is: a full name, or somebody's own number."""
    if kept.label is not Label.PERSON or kept.part is NamePart.OTHER or kept.recogniser == FULL:
        return True
    return kept.part is NamePart.FULL and kept.why != "rest"


def _together(named: Iterable[_Named]) -> tuple[str, ...]:
    """Return everybody who was named; nobody if one of them could not be told."""
    who: dict[str, None] = {}
    for one in named:
        if not one.who:
            return ()
        who.update(dict.fromkeys(one.who))
    return tuple(who)


_RESOLUTIONS = {0: Resolution.UNRESOLVED, 1: Resolution.KNOWN}


def _span(kept: Kept, who: tuple[str, ...]) -> Span:
    """Return a finding as a span about these people."""
    if len(who) > MANY:
        who = ()
    return Span(
        start=kept.start,
        end=kept.end,
        label=kept.label,
        score=kept.score,
        recogniser=kept.recogniser,
        why=kept.why,
        subjects=who,
        resolution=_RESOLUTIONS.get(len(who), Resolution.AMBIGUOUS),
        part=kept.part,
    )
