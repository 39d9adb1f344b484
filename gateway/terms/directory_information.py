"""Directory information (34 CFR 99.37): what can never be any, and who opted out of it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.terms.disclosure import SENSITIVE, STRICT, Category, Signer

NEVER_DIRECTORY: Final = SENSITIVE | {Category.STUDENT_IDENTIFIERS, Category.PARENT_ID}
"""What no notice makes directory information.

34 CFR 99.3: never a social security number, nor a student number that opens records by itself, and
only what would not generally be considered harmful or an invasion of privacy if disclosed.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectoryOptOut:
    """That a parent or eligible student lets nothing be directory information, or not these types.

    `given_on` is the day the school was told, `by` who told it, `evidence` what shows it: a form in
    the office's files, a login. `types` are the categories it is about, none standing for every
    one. It holds at once and for good, for a former student too (34 CFR 99.37(b)), unless it names
    its last day in `until`.
    """

    __pydantic_config__ = STRICT

    id: str
    student: str
    by: str
    relationship: Signer
    given_on: date
    evidence: str
    types: frozenset[Category] = frozenset()
    document: str = ""
    until: date | None = None

    def reaches(self, categories: frozenset[Category], day: date) -> bool:
        """Tell whether it keeps any of some categories from being directory information."""
        ended = self.until is not None and self.until < day
        return not ended and (not self.types or not self.types.isdisjoint(categories))
