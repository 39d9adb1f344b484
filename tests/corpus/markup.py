"""Read the corpus: prompts as people write them, with every personal datum marked in place.

One file per category; the category is the file's name. A file is a head of `#` comments and then
prompts::

    ### te-01 | half=dev | by=teacher | plain=hope
    @ s1 student Maya "De La Cruz" nickname=May student_id=204518 email=maya@k12.example.us
    @ g1 guardian Rosa "De La Cruz" of=s1 phone=(212) 555-0147
    Write to [[PERSON:g1|Mrs. De La Cruz]]'s ... about [[PERSON:s1|Maya]] and [[PERSON:-|Tom]].

Header: an id unlike any other; `half` (`dev` to develop on, `check` for reporting alone); `by`,
who writes; `plain`, words that are part of a name here and also stand as ordinary words
(commas between). Roster lines: a local id, a role of the roster, given and family name (`-` for
none, quotes around blanks), then `key=value` with the keys of `KEYS`; a value lasts until the next
key. The text runs from there to the next header, without blank lines at either end. In it:

- `[[LABEL:subject|words]]` marks a datum; `subject` is a local id, or `-` for nobody on the roster;
- a line `--- user` (`assistant`, `system`) begins a turn; turns are joined by `JOINT` in the text;
- a backslash keeps `[[` and, where a line begins, `###`, `@ ` and `---` as they are.

What to mark: the name alone, without title, possessive s or relation ("Ms. [[PERSON:t1|Okafor]]'s
class"); given and family name together as one; a name in two cells of a table as two; schools by
name or by their letters; an address whole; of dates only those of birth. Public persons and
invented characters are never marked.

Everything doubtful is an error that names file and line: an unknown label, role, key or subject, an
empty mark, one with blanks at its ends or a title in it, an id used twice, and a name that
is marked or rostered and stands a second time unmarked without being listed as `plain`.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.terms.people import Role
from gateway.terms.text import Label

K12 = Path(__file__).parent / "k12"
# Stands between two turns; no prompt holds it otherwise.
JOINT = "\n\u241e\n"
HALVES = ("dev", "check")
AUTHORS = ("teacher", "student", "counsellor", "nurse", "administrator", "staff", "guardian")
SPEAKERS = ("user", "assistant", "system")
# How each key of a roster line is spelt in the row; those in `LISTS` may come more than once.
KEYS = {
    "middle": "middle",
    "nickname": "nickname",
    "preferred": "preferred",
    "username": "username",
    "student_id": "ids",
    "email": "emails",
    "phone": "phones",
    "of": "of",
}
LISTS = frozenset({"student_id", "email", "phone", "of"})

_MARK = re.compile(r"\[\[([^\]:|]*):([^\]:|]*)\|(.*?)\]\]", re.DOTALL)
_TOKEN = re.compile(r'"[^"]*"|\S+')
_KEY = re.compile(r"(?:^|\s)([a-z_]+)=")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TITLE = re.compile(
    r"(?:mr|mrs|ms|mx|dr|miss|sr|sra|señora?|prof|professor|coach|principal|nurse|aunt|auntie|uncle"
    r"|t[ií][ao]|grandma|grandpa|abuelit?[ao])\.?\s",
    re.IGNORECASE,
)
_KEPT = re.compile(r"^\\(?=###|@ |---)", re.MULTILINE)
_TURN = re.compile(r"---[ ]+(\S+)[ ]*")
# Parts of family names too common by themselves to be looked for.
_PARTICLES = frozenset("van von der den del los las dos bin ibn abu mac san the and".split())
_SHORTEST = 3


class MarkupError(ValueError):
    """A corpus file breaks the rules of the markup: says which file, which line and why."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path.name}:{line}: {why}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One person of a prompt's roster; `more` holds the optional keys as the row spells them."""

    id: str
    role: Role
    given: str
    family: str
    more: dict[str, str | list[str]] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """Give the member as one entry of a row's roster."""
        return {
            "id": self.id,
            "given": self.given,
            "family": self.family,
            "role": str(self.role),
            **self.more,
        }

    def names(self) -> Iterator[str]:
        """Give every name the roster has for this person."""
        yield self.given
        yield self.family
        for key in ("middle", "nickname", "preferred"):
            name = self.more.get(key)
            if isinstance(name, str):
                yield name

    def forms(self) -> Iterator[str]:
        """Give every id, address and number that is this person's alone."""
        for key in ("ids", "emails", "phones"):
            yield from self.more.get(key, ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One datum: `start` and `end` (exclusive) in code points of the text; `subject` "" if none."""

    start: int
    end: int
    label: Label
    subject: str

    def row(self) -> dict[str, Any]:
        """Give the mark as one entry of a row's spans."""
        base: dict[str, Any] = {"start": self.start, "end": self.end, "label": str(self.label)}
        return base | ({"subject_id": self.subject} if self.subject else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Who speaks from `start` to `end` (exclusive), in code points of the text."""

    speaker: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """One prompt with its roster and marks; `turns` is empty unless the source names speakers."""

    id: str
    category: str
    half: str
    by: str
    text: str
    roster: tuple[Member, ...]
    marks: tuple[Mark, ...]
    turns: tuple[Turn, ...] = ()

    def row(self) -> dict[str, Any]:
        """Give the prompt as one row of JSON."""
        row: dict[str, Any] = {
            "id": self.id,
            "category": self.category,
            "half": self.half,
            "by": self.by,
            "text": self.text,
            "roster": [member.row() for member in self.roster],
            "spans": [mark.row() for mark in self.marks],
        }
        if self.turns:
            row["turns"] = [
                {"role": turn.speaker, "start": turn.start, "end": turn.end} for turn in self.turns
            ]
        return row


def read_corpus(folder: Path = K12) -> list[Prompt]:
    """Read every category of a folder, in the order of the file names.

    Raises:
        MarkupError: a file breaks the rules, or two files use one id.
    """
    prompts: list[Prompt] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        for prompt in read_file(path):
            if prompt.id in seen:
                raise MarkupError(path, 1, f"id `{prompt.id}` stands in `{seen[prompt.id]}` too")
            seen[prompt.id] = path.name
            prompts.append(prompt)
    return prompts


def read_file(path: Path) -> list[Prompt]:
    """Read one category.

    Raises:
        MarkupError: the file breaks the rules.
    """
    prompts: list[Prompt] = []
    seen: set[str] = set()
    for number, lines in _blocks(path):
        prompt = _Reader(path, number, lines).prompt()
        if prompt.id in seen:
            raise MarkupError(path, number, f"id `{prompt.id}` is used twice")
        seen.add(prompt.id)
        prompts.append(prompt)
    return prompts


def _blocks(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Split a file at its headers; yields each header's line number and the block's lines."""
    number, block = 0, list[str]()
    for at, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("### "):
            if block:
                yield number, block
            number, block = at, [line]
        elif block:
            block.append(line)
        elif line.strip() and not line.startswith("#"):
            raise MarkupError(path, at, "text before the first header")
    if block:
        yield number, block


class _Reader:
    """Reads one block. Line numbers in errors are those of the file."""

    def __init__(self, path: Path, number: int, lines: Sequence[str]) -> None:
        self._path = path
        self._number = number
        self._lines = lines
        self._id = ""
        self._members: dict[str, Member] = {}
        self._marks: list[Mark] = []
        self._turns: list[Turn] = []
        self._text = ""

    def prompt(self) -> Prompt:
        header = self._header()
        first = 1
        while first < len(self._lines) and self._lines[first].startswith("@ "):
            self._member(first)
            first += 1
        self._read_text(first)
        self._see_that_nothing_is_forgotten(
            {word.casefold() for word in header.get("plain", "").split(",") if word}
        )
        return Prompt(
            id=self._id,
            category=self._path.stem,
            half=header["half"],
            by=header["by"],
            text=self._text,
            roster=tuple(self._members.values()),
            marks=tuple(self._marks),
            turns=tuple(self._turns),
        )

    def _wrong(self, offset: int, why: str) -> MarkupError:
        return MarkupError(self._path, self._number + offset, why)

    def _header(self) -> dict[str, str]:
        name, *fields = (part.strip() for part in self._lines[0].removeprefix("### ").split("|"))
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name):
            raise self._wrong(0, f"`{name}` is no id: small letters, digits and hyphens")
        self._id = name
        header: dict[str, str] = {}
        for part in fields:
            key, equals, value = part.partition("=")
            if key not in ("half", "by", "plain") or not equals or not value or key in header:
                raise self._wrong(0, f"`{part}` is no field of a header, or stands twice")
            header[key] = value
        if header.get("half") not in HALVES:
            raise self._wrong(0, f"half must be one of {', '.join(HALVES)}")
        if header.get("by") not in AUTHORS:
            raise self._wrong(0, f"by must be one of {', '.join(AUTHORS)}")
        return header

    def _member(self, offset: int) -> None:
        line = self._lines[offset].removeprefix("@ ").strip()
        keys = list(_KEY.finditer(line))
        head = line[: keys[0].start()] if keys else line
        tokens = [token.strip('"') for token in _TOKEN.findall(head)]
        if len(tokens) != 4:
            raise self._wrong(offset, "a roster line is `@ id role given family key=value …`")
        local, role, given, family = tokens
        if role not in list(Role):
            raise self._wrong(offset, f"`{role}` is no role of the roster")
        if not re.fullmatch(r"[a-z][a-z0-9]*", local) or self._local(local) in self._members:
            raise self._wrong(offset, f"`{local}` is no local id, or stands twice")
        given, family = ("" if name == "-" else name for name in (given, family))
        if not given and not family:
            raise self._wrong(offset, f"`{local}` has no name")
        more: dict[str, str | list[str]] = {}
        for key, end in zip(keys, [*(key.start() for key in keys), len(line)][1:], strict=True):
            self._add(offset, more, key[1], line[key.end() : end].strip().strip('"'))
        self._members[self._local(local)] = Member(
            id=self._local(local), role=Role(role), given=given, family=family, more=more
        )

    def _add(self, offset: int, more: dict[str, str | list[str]], key: str, value: str) -> None:
        if key not in KEYS or not value:
            raise self._wrong(offset, f"`{key}` is no key of a roster line, or is empty")
        if key == "of":
            value = self._subject(offset, value)
        if key not in LISTS:
            if KEYS[key] in more:
                raise self._wrong(offset, f"`{key}` stands twice")
            more[KEYS[key]] = value
            return
        values = more.setdefault(KEYS[key], [])
        assert isinstance(values, list)
        values.append(value)

    def _local(self, local: str) -> str:
        """Make a local id unlike any of another prompt: all rosters together form one district."""
        return f"{self._id}.{local}"

    def _subject(self, offset: int, local: str) -> str:
        if local == "-":
            return ""
        if self._local(local) not in self._members:
            raise self._wrong(offset, f"subject `{local}` is not on this prompt's roster")
        return self._local(local)

    def _read_text(self, first: int) -> None:
        """Read everything below the roster: one leaf, or one for each turn."""
        leaves: list[tuple[int, str, list[str]]] = [(first, "", [])]
        for offset, line in enumerate(self._lines[first:], start=first):
            turn = _TURN.fullmatch(line)
            if turn is None:
                leaves[-1][2].append(line)
                continue
            if turn[1] not in SPEAKERS:
                raise self._wrong(offset, f"`{turn[1]}` is no speaker")
            leaves.append((offset + 1, turn[1], []))
        if len(leaves) > 1 and not "".join(leaves[0][2]).strip():
            del leaves[0]
        for offset, speaker, lines in leaves:
            if not "".join(lines).strip():
                raise self._wrong(offset - 1, "a text, or what a speaker says, is empty")
            if not speaker and len(leaves) > 1:
                raise self._wrong(offset, "text stands before the first speaker")
            blank = next(n for n, line in enumerate(lines) if line.strip())
            if self._turns:
                self._text += JOINT
            begin = len(self._text)
            self._leaf(offset + blank, "\n".join(lines[blank:]).rstrip())
            if speaker:
                self._turns.append(Turn(speaker=speaker, start=begin, end=len(self._text)))

    def _leaf(self, offset: int, source: str) -> None:
        """Add one leaf to the text, its marks taken out and noted."""
        if JOINT.strip() in source:
            raise self._wrong(offset, "the sign that joins turns stands in a text")
        source = _KEPT.sub("", source)
        done = 0
        for opening in re.finditer(r"(\\?)\[\[", source):
            if opening.start() < done:
                continue
            here = offset + source.count("\n", 0, opening.start())
            if opening[1]:
                self._text += source[done : opening.start()] + "[["
                done = opening.end()
                continue
            mark = _MARK.match(source, opening.start())
            if mark is None:
                raise self._wrong(here, "`[[` begins no `[[LABEL:subject|words]]`")
            self._text += source[done : mark.start()]
            self._mark(here, *mark.groups())
            done = mark.end()
        self._text += source[done:]

    def _mark(self, offset: int, label: str, local: str, words: str) -> None:
        if label not in list(Label):
            raise self._wrong(offset, f"`{label}` is no label")
        if not words or words != words.strip() or "[[" in words:
            raise self._wrong(offset, "a mark is empty, has blanks at its ends, or holds another")
        if label == Label.PERSON and _TITLE.match(words):
            raise self._wrong(offset, f"the title in `{words}` belongs before the mark")
        subject = self._subject(offset, local)
        start = len(self._text)
        self._text += words
        self._marks.append(
            Mark(start=start, end=len(self._text), label=Label(label), subject=subject)
        )

    def _see_that_nothing_is_forgotten(self, plain: set[str]) -> None:
        """Refuse a name that is marked in one place, or on the roster, and left bare in another."""
        names = {
            word.casefold()
            for name in [*self._named(), *(n for m in self._members.values() for n in m.names())]
            for word in _WORD.findall(name)
            if len(word) >= _SHORTEST and word.casefold() not in _PARTICLES
        }
        forms = [form for member in self._members.values() for form in member.forms()]
        covered = 0
        for mark in [*self._marks, None]:
            bare = self._text[covered : mark.start if mark else len(self._text)]
            for given in forms:
                if given in bare:
                    raise self._wrong(0, f"`{given}` stands unmarked")
            for word in _WORD.finditer(bare):
                stem = re.sub(r"['’]s?$", "", word[0].casefold())
                if stem in names and stem not in plain:
                    line = self._text.count("\n", 0, covered + word.start())
                    raise self._wrong(
                        0, f"`{word[0]}` stands unmarked in line {line + 1} of the text"
                    )
            covered = mark.end if mark else covered

    def _named(self) -> Iterator[str]:
        for mark in self._marks:
            if mark.label is Label.PERSON:
                yield self._text[mark.start : mark.end]


def write_rows(prompts: Iterable[Prompt]) -> str:
    """Give prompts as JSON lines, one row each."""
    return "".join(json.dumps(prompt.row(), ensure_ascii=False) + "\n" for prompt in prompts)


def main(arguments: Sequence[str]) -> None:
    """Print rows: `python -m tests.corpus.markup [dev|check] [category …]`."""
    halves = [word for word in arguments if word in HALVES] or list(HALVES)
    categories = [word for word in arguments if word not in HALVES]
    sys.stdout.write(
        write_rows(
            prompt
            for prompt in read_corpus()
            if prompt.half in halves and (not categories or prompt.category in categories)
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
