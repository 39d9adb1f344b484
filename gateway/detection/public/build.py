"""Makes the list of people everyone knows out of the files in `lists`.

    python -m gateway.detection.public.build

Sources, all of them facts (who is called what, who wrote which book, who appears in it):

- `people.csv`: names with occupation and the number of Wikipedia languages that have an article, a
  measure of fame, from Pantheon 1.0 and the CC0 corpora lists (NOTICE). Uncurated: what is dropped
  and which short forms are safe is decided here.
- `persons.txt`, `books.txt`, `topics.txt`: written for this project; their heads tell the form.
- `common.txt`: given and family names of many people in the United States, so that a word on it
  is nobody's alone.

Rules: a full name is listed unless it is one that many bear and its owner is little known. A family
name stands alone if it is marked so, or its owner is known the world over and hardly anybody else
is called that; else it is open until the person is named in full, or a topic of theirs. Characters
are open until their book, its author or a fellow of theirs is named.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gateway.detection import name_words
from gateway.detection.folding import fold, words
from gateway.detection.name_forms import nicknames_of

HERE = Path(__file__).parent
LISTS, NAMES = HERE / "lists", HERE / "names.txt"
KNOWN_BY_MANY = 45
"""Wikipedia languages from which a full name is listed though many bear it."""

KNOWN_BY_ALL = 75
"""From which a family name that is nobody else's stands alone."""

UNKNOWN = 30
"""Taken for names whose source gives no number."""

MOST_OWNERS = 96
CROWD, SHELF = 120, 4
"""Characters, and further titles, from which two names of a line say nothing about its works."""

_STRENGTH = "fwtcqrp"
_NUMERAL = re.compile(r"[ivx]+")
_COMMONEST = frozenset(
    """smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez
    gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris
    sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill
    flores green adams nelson baker hall rivera campbell mitchell carter roberts phillips evans
    turner parker cruz edwards collins stewart morris murphy cook rogers morgan cooper peterson
    bailey reed kelly howard cox ward richardson watson brooks wood james bennett gray hughes price
    myers long ross foster perry russell sullivan bell coleman butler henderson barnes fisher
    simmons patterson jordan reynolds graham kim griffin wallace""".split()
)
"""Family names with which a title names nobody in particular: "Mrs. Brown"."""

_LEFT_OUT = frozenset("of the and de la von van der den del di da du le el al bin ibn y".split())
# Stage names and what footballers are called are given names ("Juanes", "Eusébio"): pupils bear
# them too, so none stands alone that `persons.txt` does not name.
_BY_FIRST_NAME = frozenset(
    """actor|athlete|basketball player|celebrity|coach|companion|dancer|fashion designer|model|
    musician|presenter|singer|soccer player|tennis player|wrestler""".replace("\n    ", "").split(
        "|"
    )
)


@dataclass(slots=True)
class Common:
    """Folded names that many bear, and words that are names as well."""

    given: frozenset[str]
    family: frozenset[str]
    plain: frozenset[str]
    famous: frozenset[str]
    full: frozenset[str]

    def is_borne(self, word: str) -> bool:
        """Tell whether a word that could stand alone is what many are called."""
        return word not in self.famous and (word in self.given or word in self.family)

    def is_ordinary(self, form: str) -> bool:
        """Tell whether a full name is made of a given and a family name that many bear."""
        first, *between, last = form.split(" ")
        return not between and first in self.given and last in self.family

    def is_free(self, word: str) -> bool:
        """Tell whether a word is nobody's name but one person's, and no word of English."""
        return len(word) > 3 and not (
            word in self.given or word in self.family or word in self.plain
        )


@dataclass(slots=True)
class Book:
    """The list as it grows: for each form its kind and its owners, most famous first."""

    common: Common
    forms: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    fame: dict[str, int] = field(default_factory=dict)

    def is_anybodys(self, form: str) -> bool:
        """Tell whether a name of several words may be many's: "Mr. Brown", "Tom Robinson"."""
        first, *_, last = form.split(" ")
        titled = first in name_words.TITLES or first in _LEFT_OUT
        return form in self.common.full or (titled and last in _COMMONEST)

    def put(self, form: str, kind: str, who: str, fame: int) -> None:
        """Note that a form can mean somebody, a work or a topic."""
        if form and form not in _LEFT_OUT and (kind not in "pr" or _is_name(form)):
            if kind == "w" and self.common.is_borne(form):
                kind = "r"
            owners = self.forms.setdefault(form, {}).setdefault(kind, {})
            owners[who] = max(fame, owners.get(who, 0))

    def person(self, form: str) -> str:
        """Return the id of a person by full name."""
        return self.people.setdefault(form, f"p{len(self.people) + 1}")

    def lines(self) -> Iterator[str]:
        """Yield the lines of the list: the strongest kind of each form counts."""
        for form in sorted(self.forms):
            kinds = self.forms[form]
            kind = min(kinds, key=_STRENGTH.index)
            named = kinds[kind] if kind != "r" else kinds.get("p", {}) | kinds["r"]
            owners = sorted(named, key=lambda who: (-named[who], who))
            yield f"{form}\t{kind}\t{' '.join(owners[:MOST_OWNERS])}"


def _is_name(form: str) -> bool:
    """Tell whether an open form can be a name: no number, no initial, no pronoun or title."""
    grammar = name_words.CLOSED | name_words.TITLES
    return " " in form or (len(form) > 2 and form.isalpha() and form not in grammar)


def folded(name: str) -> str:
    """Return a name as the list writes it."""
    return " ".join(words(fold(name)))


def read(name: str) -> str:
    """Return a file of `lists` without its head."""
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def common() -> Common:
    """Return the names that many bear."""
    sections = dict(_sections(read("common.txt")))
    given = set(words(fold(sections["given"])))
    family = set(words(fold(sections["family"])))
    given.update(nicknames_of(tuple(sorted(given))))
    plain = name_words.WORDS | name_words.CLOSED | name_words.CALENDAR | name_words.TITLES
    plain |= set(words(fold(sections["plain"])))
    full = frozenset(folded(name) for name in _entries(sections["full"]))
    famous = set(words(fold(sections["famous"])))
    return Common(frozenset(given), frozenset(family), frozenset(plain), frozenset(famous), full)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sections of a file: what stands in `[brackets]`, and what follows."""
    parts = re.split(r"^\[([^\]]+)\]$", text, flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _entries(text: str) -> Iterator[str]:
    for entry in re.split(r"[;\n]", text):
        if entry.strip():
            yield entry.strip()


def read_fame(book: Book) -> None:
    """Note how well known the people of `people.csv` are."""
    for name, _, fame in _people():
        book.fame[folded(name)] = fame


def _people() -> Iterator[tuple[str, str, int]]:
    """Yield names of `people.csv` without titles behind a comma, occupation and fame."""
    with (LISTS / "people.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = re.sub(r"\s*[,(].*", "", row["name"])
            yield name, row["occupation"], int(row["wikipedia_languages"] or UNKNOWN)


def add_people(book: Book) -> None:
    """Add the curated part of `people.csv`."""
    for name, occupation, fame in _people():
        form = folded(name)
        if " " not in form:
            # Lists of authors give family names alone, which may be anybody's.
            if occupation not in ("author", *_BY_FIRST_NAME) and book.common.is_free(form):
                book.put(form, "w", book.person(form), fame)
            continue
        _full(book, form, fame, kept=fame >= KNOWN_BY_MANY)
        short = re.sub(r" of (?:the )?\w.*", "", form)
        if short != form and _NUMERAL.fullmatch(short.rpartition(" ")[2]):
            _full(book, short, fame, kept=True)


def _full(book: Book, form: str, fame: int, *, kept: bool) -> None:
    """Add a full name, and its family name as far as that is safe."""
    named = [word for word in form.split(" ") if word not in name_words.SUFFIXES]
    first, last = named[0], named[-1]
    ordinary = first in book.common.given and (
        last in book.common.family or last in book.common.given
    )
    if (ordinary and not kept) or len(named) < 2 or len(form) < 6:
        return
    if all(word in book.common.plain for word in named):
        return
    who = book.person(form)
    book.put(form, "f", who, fame)
    if _NUMERAL.fullmatch(last) or len(last) < 3 or "of" in named:
        return
    short = [word for word in named if len(word) > 1]
    if len(short) < len(named) and len(short) > 1 and (not ordinary or kept):
        book.put(" ".join(short), "f", who, fame)
    free = book.common.is_free(last) and fame >= KNOWN_BY_ALL
    if free or last not in book.common.plain:
        book.put(last, "w" if free else "p", who, fame)


def add_persons(book: Book) -> None:
    """Add `persons.txt`."""
    for number, (head, text) in enumerate(_sections(read("persons.txt")), 1):
        kind, _, fame = head.rpartition(" ")
        for entry in _entries(text):
            _marked(book, entry, int(fame), f"s{number}", president=kind == "presidents")


def _marked(book: Book, entry: str, fame: int, field: str = "", *, president: bool = False) -> str:
    """Add a person by marked name and other names; return the id.

    "Mary Jackson" alone may be anybody: such a name is open until a topic or work is named, or
    somebody else of the same field, unless its owner is known to many.
    """
    first, *others = (part.strip() for part in entry.split("="))
    who = book.person(folded(_bare(first)))
    for number, name in enumerate((first, *others)):
        form = folded(_bare(name))
        named = name.split()
        if " " in form:
            open_ = book.fame.get(form, 0) < KNOWN_BY_MANY and fame <= KNOWN_BY_ALL
            open_ = open_ and "*" not in name and book.is_anybodys(form)
            for full in {form, " ".join(word for word in form.split(" ") if len(word) > 1)}:
                if " " in full:
                    for owner in filter(None, (who, field)):
                        book.put(full, "p" if open_ else "f", owner, fame)
        for word in named:
            bare = folded(_bare(word))
            if word.endswith("!"):
                book.put(bare, "w", who, fame)
            elif word.endswith("*"):
                book.put(bare, "p", who, fame)
        last = form.rpartition(" ")[2]
        if " " not in form and "!" not in name and "*" not in name:
            book.put(form, "p", who, fame)
        if number == 0 and " " in form and not _NUMERAL.fullmatch(last):
            family = [word for word in form.split() if word not in name_words.SUFFIXES][-1]
            book.put(family, "p", who, fame)
            if president:
                book.put(f"president {family}", "f", who, fame)
    return who


def _bare(name: str) -> str:
    return re.sub(r"[!*+]", "", name)


def add_books(book: Book) -> int:
    """Add `books.txt`; return how many works there are."""
    number = 0
    for number, line in enumerate(_entries_of_lines("books.txt"), 1):
        titles, authors, _level, characters = (part.strip() for part in line.split("|"))
        cast = list(_entries(characters))
        crowded = len(cast) > CROWD or titles.count("=") >= SHELF
        work = f"{'c' if crowded else 'b'}{number}"
        for title in titles.split("="):
            _title(book, title, work)
        named = filter(None, map(str.strip, authors.split(";")))
        owners = [work, *(_marked(book, author, 70) for author in named)]
        for character in cast:
            _character(book, character, owners)
    return number


def _entries_of_lines(name: str) -> list[str]:
    return [line for line in read(name).splitlines() if line.strip()]


def _title(book: Book, title: str, work: str) -> None:
    form = folded(title)
    plain = book.common.plain | book.common.given | book.common.family
    if " " in form:
        # "Esperanza Rising" is a title however it is written, "the street" only as "The Street".
        first, *others = form.split(" ")
        short = len(others) == 1 and first in ("a", "an", "the")
        everyday = short or all(word in book.common.plain for word in (first, *others))
        book.put(form, "c" if everyday else "t", work, 60)
        careless = form.replace(" s ", "s ")  # "charlottes web", as pupils write it
        if careless != form:
            book.put(careless, "t", work, 60)
        return
    book.put(form, "q" if form in plain or not book.common.is_free(form) else "t", work, 60)


def _character(book: Book, name: str, owners: list[str]) -> None:
    """Add a character: the full name, and its words as parts unless it begins with a plus.

    "Rachel Brown" may be anybody where her play is not named, so a full name of which both words
    are borne by many is open like its words, unless an exclamation mark begins it.
    """
    form = folded(_bare(name))
    for word in name.split():
        bare = folded(_bare(word))
        if word.endswith("!"):
            book.put(bare, "w", owners[0], 60)
    if " " in form:
        open_ = book.is_anybodys(form) or (book.common.is_ordinary(form) and name[0] != "!")
        open_ = open_ or _is_short(form)
        kind = "p" if open_ else "f"
        for owner in owners if open_ else owners[:1]:
            book.put(form, kind, owner, 60)
        if name.startswith("+"):
            return
    for word in form.split(" "):
        if word in _LEFT_OUT or len(word) < 2 or word in name_words.TITLES:
            continue
        if " " in form and word in book.common.plain and word not in book.common.given:
            continue
        kind = "r" if book.common.is_free(word) else "p"
        for owner in owners:
            book.put(word, kind, owner, 60)


def _is_short(form: str) -> bool:
    """Tell whether a full name is but initials and titles: "D.W.", "Mr. Z"."""
    return not any(len(word) > 2 and word not in name_words.TITLES for word in form.split(" "))


def add_topics(book: Book) -> None:
    """Add `topics.txt`: what lessons are about, and whom it makes plain."""
    for number, line in enumerate(_entries_of_lines("topics.txt"), 1):
        titles, people = (part.strip() for part in line.split("|"))
        for title in titles.split("="):
            book.put(folded(title), "t", f"t{number}", 60)
        for person in _entries(people):
            form = folded(_bare(person))
            if " " in form and form in book.people:
                book.put(form, "p", f"t{number}", 60)
            elif " " in form:
                book.put(form, "f", book.person(form), 60)
            for word in {form.rpartition(" ")[2], *_starred(person)}:
                book.put(word, "p", f"t{number}", 60)
                if " " in form:
                    book.put(word, "p", book.person(form), 60)


def _starred(name: str) -> Iterable[str]:
    return [folded(_bare(word)) for word in name.split() if word.endswith("*")]


def build() -> str:
    """Return the list."""
    book = Book(common())
    read_fame(book)
    add_persons(book)
    add_people(book)
    add_books(book)
    add_topics(book)
    return "\n".join(book.lines()) + "\n"


if __name__ == "__main__":
    NAMES.write_text(build(), encoding="utf-8")
