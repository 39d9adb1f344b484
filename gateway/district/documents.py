"""Terms to JSON text and back, for the rows whose columns would only repeat a dataclass."""

from collections.abc import Iterable
from typing import Final

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
        return orjson.dumps(_ordered(plain), option=orjson.OPT_SORT_KEYS).decode()

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


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {key: _ordered(item) for key, item in value.items()}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value


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
