"""What a district adds to what is found: patterns and lists of words, as data."""

from dataclasses import dataclass, field

from gateway.terms.text import Label


@dataclass(frozen=True, kw_only=True, slots=True)
class DistrictPattern:
    """One thing a district wants found, and sentences that prove it.

    Attributes:
        id: names it in findings.
        label: what is found.
        pattern: how it is written, as an RE2 regular expression; the group `value`, if there is
            one, is what counts. Either this or `words`.
        words: words and phrases to be found, in any case.
        cues: words of which one must stand within a line's reach before a value; none: no cue.
        sure: how sure a finding is, from above 0 to 1.
        finds: sentences in which it must find what stands in `[[` and `]]`, and nothing else.
        leaves: sentences in which it must find nothing.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads it, nobody writes

    id: str
    label: Label
    pattern: str = field(default="", repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)
    cues: tuple[str, ...] = field(default=(), repr=False)
    sure: float = 0.8
    finds: tuple[str, ...] = field(default=(), repr=False)
    leaves: tuple[str, ...] = field(default=(), repr=False)
