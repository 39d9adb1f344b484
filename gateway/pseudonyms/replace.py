"""What leaves in place of what was typed: the plan of one request.

Pure. Spans of somebody whose data may go as typed stay; everything else detection found is
replaced, and so is every other exact occurrence of it, in any leaf. A surface shared by several
people takes the strictest decision, followed until nothing changes. Whatever stands in the text
and happens to be a live surrogate gets a surrogate of its own, so that it comes back as typed.

The same history is replaced the same way in every turn, byte for byte. Only a value that is new
to the conversation and already stood in older text changes what was sent for that: then the safe
thing wins.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from random import Random
from typing import NamedTuple

from gateway.pseudonyms.book import Book
from gateway.pseudonyms.edits import Edits, replaced
from gateway.pseudonyms.entries import Entry
from gateway.pseudonyms.occurrences import tokens_of
from gateway.pseudonyms.vault import Vault
from gateway.pseudonyms.words import folded, grow, is_letter, stands_in, trim
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.people import Person
from gateway.terms.text import Finding, Label, LeafKind, NamePart, Path, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to send instead.

    `edits` tell what changes in which leaf, by its place in the request, and `replaced` has each
    changed leaf's new text. `vault` is the conversation's vault with
    what was coined; the very one given if nothing was. `placed` are the entries whose surrogates
    stand in this request, and the only ones its answer is restored from. `structural_hits` are
    values in fields that cannot be rewritten: not empty means the request must be refused.
    `forbidden` are the values that must not be found in what leaves. `counts` are replacements by
    label.
    """

    replaced: Mapping[Path, str] = field(repr=False)
    vault: Vault
    edits: Mapping[int, Edits] = field(default_factory=dict, repr=False)
    placed: tuple[Entry, ...] = ()
    structural_hits: tuple[tuple[Path, Label], ...] = ()
    forbidden: frozenset[tuple[Label, str]] = field(default=frozenset(), repr=False)
    counts: Mapping[Label, int] = field(default_factory=dict)


class _Region(NamedTuple):
    """A stretch of a leaf that is replaced; `typed` if what stands there is a surrogate."""

    start: int
    end: int
    label: Label
    part: NamePart = NamePart.FULL
    subjects: tuple[str, ...] = ()
    typed: bool = False


def plan_replacement(
    findings: Sequence[Finding],
    decisions: Mapping[str, Outcome],
    vault: Vault,
    people: Mapping[str, Person],
    *,
    style: SurrogateStyle,
    rng: Random,
    taken: Callable[[str], bool],
) -> Plan:
    """Return what to send in place of what was typed.

    Args:
        findings: every leaf of the request, in reading order, with its spans.
        decisions: what may happen to each subject's data, by roster id; one who is missing is
            replaced, as is whoever is unknown.
        vault: the conversation's vault so far.
        people: roster persons by id, of those in the spans.
        style: how new stand-ins look.
        rng: where chance comes from; `secrets.SystemRandom` in earnest.
        taken: tells whether the roster knows a word, a number or an address.

    Returns:
        The plan. Check the rebuilt request with `gateway.pseudonyms.leaks.check_leaks`.
    """
    book = Book(vault, people, style, rng, taken, [finding.leaf.text for finding in findings])
    sorted_spans = _Sorted(findings, decisions, vault)
    while True:
        forbidden = sorted_spans.learn(book)
        known = book.vault()
        book.start_placing()
        regions = list(_regions(sorted_spans, known, sorted_spans.active(known)))
        if not sorted_spans.replace_overlapped(regions):
            break
    structural: list[tuple[Path, Label]] = []
    edits: dict[int, Edits] = {}
    counts: Counter[Label] = Counter()
    for number, found in regions:
        leaf = findings[number].leaf
        if leaf.kind is LeafKind.STRUCTURAL:
            structural.extend((leaf.path, region.label) for region in found if not region.typed)
            continue
        edits[number] = _edits(leaf.text, found, book)
        counts.update(region.label for region in found)
    return Plan(
        replaced=replaced([finding.leaf for finding in findings], edits),
        vault=book.vault(),
        edits=edits,
        placed=book.placed(),
        structural_hits=tuple(structural),
        forbidden=forbidden,
        counts=counts,
    )


class _Sorted:
    """The spans of a request, those to replace and those that stay, leaf by leaf."""

    def __init__(
        self, findings: Sequence[Finding], decisions: Mapping[str, Outcome], vault: Vault
    ) -> None:
        self.findings = findings
        self.replaced: list[list[_Region]] = []
        self.kept: list[list[Span]] = []
        self._free = {one for one, what in decisions.items() if what is Outcome.FORWARD}
        self._bound = decisions.keys() - self._free
        self._vault = vault
        self._strict: set[str] = set()
        self._inside: list[tuple[str, Span]] = []
        for finding in findings:
            self.kept.append([])
            self.replaced.append([])
            for span in finding.spans:
                if self._may_stay(span):
                    self.kept[-1].append(span)
                else:
                    self._take(finding.leaf.text, span, self.replaced[-1])
        self._spread()

    def _may_stay(self, span: Span) -> bool:
        return bool(self._free and span.subjects) and self._free.issuperset(span.subjects)

    def _spread(self) -> None:
        """Replace every span that shares a word with a replaced one, until none does."""
        if not self._free:
            return
        self._bind_words()
        moved = True
        while moved:
            moved = False
            for number in range(len(self.kept)):
                moved |= self._move(number, self._is_shared)

    def _bind_words(self) -> None:
        """Note every word of what is replaced, here and before, of whoever may not go as typed."""
        for finding, regions in zip(self.findings, self.replaced, strict=True):
            for region in regions:
                surface = finding.leaf.text[region.start : region.end]
                self._strict |= tokens_of(region.label, surface)
        for surface, span in self._inside:
            self._strict |= tokens_of(span.label, surface)
        for number, entry in enumerate(self._vault.entries):
            if self._bound.intersection(entry.subjects):
                self._strict |= self._vault.index.tokens[number]

    def _is_shared(self, span: Span, surface: str) -> bool:
        if not self._strict.isdisjoint(tokens_of(span.label, surface)):
            return True
        whole = folded(surface)
        return any(token in whole and stands_in(whole, token) for token in self._strict)

    def _move(self, number: int, is_replaced: Callable[[Span, str], bool]) -> bool:
        """Replace some of a leaf's spans that stayed, and bind their words; tell whether any."""
        text = self.findings[number].leaf.text
        before, self.kept[number] = self.kept[number], []
        for span in before:
            surface = text[span.start : span.end]
            if is_replaced(span, surface):
                self._take(text, span, self.replaced[number])
                self._strict |= tokens_of(span.label, surface)
            else:
                self.kept[number].append(span)
        return len(self.kept[number]) < len(before)

    def _take(self, text: str, span: Span, regions: list[_Region]) -> None:
        """Replace a span: without loose punctuation, and stretched to whole words, so that its
        stand-in can be told from its neighbours; what it was before counts elsewhere."""
        keep = "(+" if span.label is Label.PHONE else ""
        start, end = trim(text, span.start, span.end, keep=keep)
        region = _Region(*grow(text, start, end), span.label, span.part, span.subjects)
        if (start, end) != (region.start, region.end):
            self._inside.append((text[start:end], span))
        regions.append(region)

    def learn(self, book: Book) -> frozenset[tuple[Label, str]]:
        """Give every replaced value its surrogate; return the values."""
        forbidden: dict[tuple[Label, str], None] = {}
        for finding, regions in zip(self.findings, self.replaced, strict=True):
            text = finding.leaf.text
            for start, end, label, part, subjects, _ in regions:
                surface = text[start:end]
                if (label, surface) not in forbidden:
                    forbidden[label, surface] = None
                    book.learn(surface, label, part, subjects)
        for surface, span in self._inside:
            forbidden[span.label, surface] = None
            book.learn(surface, span.label, span.part, span.subjects)
        return frozenset(forbidden)

    def active(self, vault: Vault) -> Collection[int] | None:
        """Return which entries are replaced wherever they stand; None for all.

        An entry nobody mentions now stays replaced, unless it is about somebody whose data may
        go as typed, or a name that was excused and that nothing here says again.
        """
        excused = self._excused(vault)
        if not self._free:
            return set(range(len(vault.entries))) - excused if excused else None
        staying: set[str] = set()
        for finding, spans in zip(self.findings, self.kept, strict=True):
            for span in spans:
                staying |= tokens_of(span.label, finding.leaf.text[span.start : span.end])
        index = vault.index
        return {
            number
            for number, entry in enumerate(vault.entries)
            if number not in excused
            and (
                not self._strict.isdisjoint(index.tokens[number])
                or (
                    index.folded[number] not in staying
                    and not (entry.subjects and self._free.issuperset(entry.subjects))
                )
            )
        }

    def _excused(self, vault: Vault) -> set[int]:
        if not vault.excused:
            return set()
        said: set[str] = set()
        for finding, regions in zip(self.findings, self.replaced, strict=True):
            for region in regions:
                said |= tokens_of(region.label, finding.leaf.text[region.start : region.end])
        return {
            number
            for number in range(len(vault.entries))
            if vault.is_excused(number) and said.isdisjoint(vault.index.tokens[number])
        }

    def replace_overlapped(self, regions: Sequence[tuple[int, Sequence[_Region]]]) -> bool:
        """Replace the staying spans that a region reaches into; tell whether there were any."""
        found = False
        for number, reached in regions:
            if self.kept[number]:
                found |= self._move(number, partial(_is_reached, _Reach(reached)))
        if found:
            self._spread()
        return found


class _Reach:
    """How far regions reach, asked by where they begin: each look is a bisection, since a long text
    has thousands of regions and as many places to be held against them."""

    def __init__(self, regions: Iterable[_Region]) -> None:
        ordered = sorted((region.start, region.end) for region in regions)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def of_before(self, at: int) -> int:
        """Return the furthest end of the regions that begin before a place; 0 if none does."""
        index = bisect_left(self._starts, at)
        return self._furthest[index - 1] if index else 0


def _is_reached(reach: _Reach, span: Span, _surface: str) -> bool:
    return reach.of_before(span.end) > span.start


def _regions(
    spans: _Sorted, vault: Vault, active: Collection[int] | None
) -> Iterator[tuple[int, list[_Region]]]:
    """Yield what is replaced in each leaf that has any: detected spans and other occurrences."""
    for number, finding in enumerate(spans.findings):
        text = finding.leaf.text
        hits = vault.index.search(text, active)
        detected = spans.replaced[number]
        if not hits and not detected:
            continue
        found = list(detected)
        reach = _Reach(detected)
        for start, end, number_of_entry, typed in hits:
            if reach.of_before(start + 1) >= end:  # all of it is detected
                continue
            entry = vault.entries[number_of_entry]
            found.append(
                _Region(*grow(text, start, end), entry.label, entry.part, entry.subjects, typed)
            )
        yield number, _in_order(text, found)


def _in_order(text: str, regions: list[_Region]) -> list[_Region]:
    """Return regions in order and without overlap: the first and longest wins, and of the next
    what it did not cover; two that touch become one, so that both can be told when they return."""
    regions.sort(key=lambda region: (region.start, -region.end, not region.typed))
    kept: list[_Region] = []
    for region in regions:
        last = kept[-1] if kept else None
        if last is None or region.start > last.end:
            kept.append(region)
            continue
        if region.end <= last.end:
            continue
        if region.start < last.end:
            start, end = trim(text, last.end, region.end)
            if not any(map(is_letter, text[start:end])):
                continue
            region = region._replace(start=start, end=end, typed=False)
        if region.start == last.end and is_letter(text[region.start]):
            kept[-1] = last._replace(end=region.end, typed=False)
            continue
        kept.append(region)
    return kept


def _edits(text: str, regions: Sequence[_Region], book: Book) -> Edits:
    # Here, not above: presidio-anonymizer takes half a second to import, and a server that starts
    # does that while the model loads.
    from gateway.pseudonyms.operator import substitutions

    return substitutions(
        text,
        (
            (
                region.start,
                region.end,
                partial(book.typed, label=region.label)
                if region.typed
                else partial(
                    book.stand_in,
                    label=region.label,
                    part=region.part,
                    subjects=region.subjects,
                ),
            )
            for region in regions
        ),
    )
