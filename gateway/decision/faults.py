"""What is wrong with a pack, and exactly where: file, line, column and rule. Pure.

Cedar tells neither line nor column. Where a text does not parse, they are found by parsing its
beginnings; where a rule does not fit the schema, by looking in the rule for the word complained of.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from gateway.decision import cedar

_ID = re.compile(r'@id\(\s*"([^"]*)"\s*\)')
_TOKEN = re.compile(
    r'"(?:\\.|[^"\\])*"|//[^\n]*|[A-Za-z_]\w*|\d+|::|==|!=|<=|>=|&&|\|\||\S', re.DOTALL
)
_HIDDEN = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*', re.DOTALL)
_EFFECT = re.compile(r"\b(?:permit|forbid)\b")
_ATTRIBUTE = re.compile(r"attribute `([^`]+)`")
_NO_EFFECT = re.compile(r"invalid policy effect: (\w+)")
_QUOTED = re.compile(r"`([^`]+)`")
_ENDED = "unexpected end of input"


class Level(StrEnum):
    """How bad it is: an ERROR keeps a pack from loading, a WARNING asks whether it is meant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong; `line` and `column` count from 1 and are 0 where there is no place."""

    file: str
    words: str
    line: int = 0
    column: int = 0
    rule: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        rule = f": rule `{self.rule}`" if self.rule or self.line else ""
        return f"{place}{rule}: {self.words}"


class Places:
    """Finds places in one policy file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text
        # strings and comments blanked out, at equal length
        self._bare = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
        starts = [(found.group(1), found.start()) for found in _ID.finditer(text)]
        ends = [start for _, start in starts[1:]] + [len(text)]
        # A text without any `@id` has an end all the same, and no stretch.
        self._stretches = [(name, at, end) for (name, at), end in zip(starts, ends, strict=False)]

    def of_rule(self, rule: str) -> tuple[int, int]:
        """Return line and column of a rule's `@id`, zeros if it has none."""
        for name, start, _ in self._stretches:
            if name == rule:
                return self._line_and_column(start)
        return 0, 0

    def fault(self, rule: str, words: str, nth: int | None = None) -> Fault:
        """Return what is wrong with a rule, at the word complained of if it is to be found.

        Args:
            rule: its `@id`.
            words: what is wrong, with the word complained of in backticks.
            nth: which rule of the file it is, from 0; for one that has no `@id`.
        """
        for name, start, end in self._stretches:
            if name == rule:
                line, column = self._line_and_column(self._culprit(rule, start, end, words))
                break
        else:
            effects = [found.start() for found in _EFFECT.finditer(self._bare)]
            known = nth is not None and nth < len(effects)
            line, column = self._line_and_column(effects[nth or 0]) if known else (0, 0)
        return Fault(file=self.file, words=words, line=line, column=column, rule=rule)

    def broken(self, words: str) -> Fault:
        """Return where a text that does not parse breaks."""
        at = self._effect(words) or self._break()
        inside = [name for name, start, end in self._stretches if start <= at < end or end == at]
        line, column = self._line_and_column(at)
        rule = inside[0] if inside else ""
        return Fault(file=self.file, words=words, line=line, column=column, rule=rule)

    def _culprit(self, rule: str, start: int, end: int, words: str) -> int:
        effect = _EFFECT.search(self._bare, start, end)
        body = effect.start() if effect else start
        names = [name for name in _QUOTED.findall(words) if name != rule]
        annotations = [name for name in names if name.startswith("@")]
        if annotations:
            return max(start, self._bare.find(annotations[0], start, body))
        # Cedar names what it complains of before the type it was looked for in
        for word in [*_ATTRIBUTE.findall(words), *reversed(names)]:
            quoted = self._text.find(f'"{word}"', body, end)
            if quoted >= 0:
                return quoted
            named = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(self._bare, body, end)
            if named:
                return named.start()
        return body

    def _effect(self, words: str) -> int:
        """Return the offset of what stands where `permit` or `forbid` must, 0 if it is not that.

        Cedar reads on behind it before it complains.
        """
        told = _NO_EFFECT.search(words)
        if told is None:
            return 0
        found = re.search(rf"(?<!\w){re.escape(told.group(1))}(?=\s*\()", self._bare)
        return found.start() if found else 0

    def _break(self) -> int:
        """Return the offset of the first token that cannot follow what is before it."""
        tokens = [found for found in _TOKEN.finditer(self._text) if found.group()[:2] != "//"]
        low, high = 0, len(tokens)
        while low < high:  # the first token at which parsing fails for more than want of an end
            middle = (low + high) // 2
            if _fails(self._text[: tokens[middle].end()]):
                high = middle
            else:
                low = middle + 1
        if low == len(tokens):
            return len(self._text.rstrip())
        return tokens[low].start()

    def _line_and_column(self, at: int) -> tuple[int, int]:
        line = self._text.count("\n", 0, at) + 1
        return line, at - (self._text.rfind("\n", 0, at) + 1) + 1


def _fails(text: str) -> bool:
    try:
        cedar.parse(text)
    except ValueError as error:
        return _ENDED not in str(error)
    return False
