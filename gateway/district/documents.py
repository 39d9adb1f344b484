"""Terms to JSON text and back, for the rows whose columns would only repeat a dataclass."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from gateway.errors import Unusable
from gateway.terms.contents import ContentReading
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from gateway.terms.emergencies import Emergency
from gateway.terms.hand_overs import HandOver
from gateway.terms.holds import Hold
from gateway.terms.patterns import DistrictPattern
from gateway.terms.people import Case, ClassAccess, PersonLink, PersonMerge, PublicName
from gateway.terms.permits import TeacherPermit
from gateway.terms.rights import Refusal, Rights
from gateway.terms.rosters import RosterSource


class Document[T]:
    """Reads and writes one kind of document."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._adapter = TypeAdapter(kind)

    def write(self, value: T) -> str:
        """Return the value as JSON text, sets in order, so that equal values are equal text."""
        plain = self._adapter.dump_python(value, mode="json")
        return orjson.dumps(in_order(value, plain), option=orjson.OPT_SORT_KEYS).decode()

    def read(self, text: str) -> T:
        """Return the value.

        Raises:
            Unusable: the row does not hold what this version writes.
        """
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise Unusable(
                f"a stored {self._kind.__name__.lower()} cannot be read (field `{where}`); it was "
                "written by another version or damaged: run `crossing-guard check`",
                code="store_damaged",
            ) from error


def in_order(value: object, plain: Any) -> Any:
    """Return the plain form of a value with each of its sets sorted.

    A process keeps a set in an order of its own, and equal values are to be told alike by all.

    Args:
        value: what was written plainly.
        plain: lists, objects and what stands in them.
    """
    match value:
        case frozenset():
            return sorted(plain)
        case tuple():
            return [in_order(*both) for both in zip(value, plain, strict=True)]
        case _ if is_dataclass(value):
            return {name: in_order(getattr(value, name), part) for name, part in plain.items()}
    return plain


def texts(values: Iterable[str]) -> str:
    """Return a list of texts as JSON, in the order given."""
    return orjson.dumps(list(values)).decode()


def from_texts(text: str) -> tuple[str, ...]:
    """Return the texts of a JSON list."""
    return tuple(orjson.loads(text))


CONSENT: Final = Document(Consent)
TOOL: Final = Document(Tool)
PUBLIC_NAME: Final = Document(PublicName)
PATTERN: Final = Document(DistrictPattern)
CHOICES: Final = Document(DistrictChoices)
RIGHTS: Final = Document(Rights)
REFUSAL: Final = Document(Refusal)
CLASS_ACCESS: Final = Document(ClassAccess)
CASE: Final = Document(Case)
OPT_OUT: Final = Document(DirectoryOptOut)
PERSON_LINK: Final = Document(PersonLink)
PERSON_MERGE: Final = Document(PersonMerge)
HOLD: Final = Document(Hold)
PERMIT: Final = Document(TeacherPermit)
EMERGENCY: Final = Document(Emergency)
HAND_OVER: Final = Document(HandOver)
CONTENT_READING: Final = Document(ContentReading)
ROSTER_SOURCE: Final = Document(RosterSource)
