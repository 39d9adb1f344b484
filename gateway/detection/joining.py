"""Findings side by side and over one another: one name out of two, and one winner of each place.

Where findings overlap the stronger wins: forms and exact matches, then names, then the model; the
longer among equals. What was found stays covered: a loser keeps what the winner does not hold.

Knows one text and the findings that stand in it; must not know the roster or principals. Pure.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from gateway.detection.edges import is_beside, is_name_like, reads_as_one, uncovered
from gateway.detection.kept import (
    GROWN,
    MIXED,
    REST,
    UNLISTED,
    Kept,
    Placed,
    is_seen_place,
    is_single,
    ranges,
    strength,
)
from gateway.terms.text import MANY, Label, NamePart

_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[ '’-][^\W\d_a-zß-öø-ÿ][^\W\d_]*)*")


def one_each(names: list[Kept]) -> list[Kept]:
    """Return one finding for each place: given name of some and family name of others is both."""
    places: dict[tuple[int, int], Kept] = {}
    for name in names:
        place = name.start, name.end
        other = places.get(place)
        if other is None:
            places[place] = name
            continue
        better, worse = (name, other) if strength(name) > strength(other) else (other, name)
        if better.near == worse.near and better.why[-4:] != "full":
            people = tuple(dict.fromkeys(better.people + worse.people))[: MANY + 1]
            better = better._replace(people=people)
        places[place] = better
    return list(places.values())


def mixed(text: str, names: list[Kept]) -> list[Kept]:
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
            and is_single(before)
            and is_single(name)
            and text[before.end : name.start] == " "
        ):
            joined[-1] = name._replace(
                start=before.start,
                why=MIXED,
                people=(),
                part=NamePart.FULL,
                near=False,
                key="",
            )
        else:
            joined.append(name)
    return joined


def with_model(text: str, names: list[Kept], model: list[Kept]) -> list[Kept]:
    """Add what the model saw to what the roster knows."""
    placed = Placed(names)
    for seen in model:
        inside = placed.touching(seen.start, seen.end)
        grown = _grown(text, seen, inside) if inside else seen
        if grown is None:
            continue
        if grown.why == GROWN:
            for name in inside:
                placed.remove(name)
        placed.add(grown)
    return placed.all()


def _grown(text: str, seen: Kept, inside: list[Kept]) -> Kept | None:
    """Return a model's name that overlaps names of the roster, or None if it adds nothing.

    One part of a roster name with more name beside it ("Maria" in "Maria Okonjo") is a full name
    that the roster does not have. Beside a full name, what is over stays a finding of its own.
    """
    left = min(seen.start, inside[0].start)
    right = max(seen.end, inside[-1].end)
    over = uncovered(text, seen.start, seen.end, ranges(inside))
    over = [piece for piece in over if is_name_like(text, *piece)]
    if not over:
        return None
    if not all(map(is_single, inside)) or not reads_as_one(text, left, right):
        return seen
    return seen._replace(start=left, end=right, why=GROWN)


def apart(text: str, kept: list[Kept]) -> list[Kept]:
    """Return findings of which no two overlap, by start."""
    kept = sorted(kept)
    if all(one.end <= other.start for one, other in pairwise(kept)):
        return kept
    won = Placed()
    for one in sorted(kept, key=strength, reverse=True):
        rivals = won.touching(one.start, one.end)
        if not rivals:
            won.add(one)
            continue
        for start, end in uncovered(text, one.start, one.end, ranges(rivals)):
            seen_only = one.why in (UNLISTED, GROWN)
            if one.label is Label.PERSON and not (
                is_name_like(text, start, end) if seen_only else not _is_beside(text, start, end)
            ):
                continue
            if is_seen_place(one) and any(other.label is Label.PERSON for other in rivals):
                # What a model took for a street is a list: "41 Rosalie F., 66 Terrance H."
                for name in _named_too(text, one, start, end):
                    won.add(name)
                continue
            if one.label is not Label.PERSON and any(one.label is other.label for other in rivals):
                # Two sights of one id: what the other holds is all of it.
                continue
            won.add(one._replace(start=start, end=end, why=REST, people=(), key=""))
    return sorted(won.all())


def _is_beside(text: str, start: int, end: int) -> bool:
    """Tell whether nothing is left of a name but greetings, days and grammar: "Mon" of "Mon C"."""
    return all(map(is_beside, text[start:end].split()))


def _named_too(text: str, place: Kept, start: int, end: int) -> Iterator[Kept]:
    """Yield what has a capital in the rest of such a list: names, as its others are."""
    for match in _CAPITALS.finditer(text, start, end):
        yield place._replace(
            start=match.start(), end=match.end(), label=Label.PERSON, why=REST, people=(), key=""
        )
