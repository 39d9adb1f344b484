"""What somebody asks a report with: checked when it is asked, kept until it is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from gateway.errors import BadRequest
from gateway.reports.formats import Format, check_available
from gateway.reports.report import Report

LONGEST = 256
"""Characters of a wish that the log repeats."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One asking. `person` and `who` are the roster id and the log id of whoever asked; `names`
    tells whether they may see names; `wishes` are the report's parameters as plain JSON."""

    report: str
    person: str
    who: str
    names: bool
    formats: tuple[Format, ...]
    proofs: bool
    wishes: Mapping[str, Any]

    def wish[Wish](self, kind: type[Wish]) -> Wish:
        """Return what was asked as the report reads it."""
        return TypeAdapter(kind).validate_python(dict(self.wishes))

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {**self.told(), "person": self.person}

    def told(self) -> dict[str, Any]:
        """Return it as a report's manifest says it: whoever asked, by log id alone."""
        return {
            "report": self.report,
            "who": self.who,
            "names": self.names,
            "formats": [one.value for one in self.formats],
            "proofs": self.proofs,
            "wishes": dict(self.wishes),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Asked":
        """Return what `to_json` gave."""
        formats = tuple(map(Format, said["formats"]))
        return cls(**{**said, "formats": formats})

    @property
    def query(self) -> str:
        """Return what was asked in one line, as the log has it."""
        parts = [self.report, *(f"{name}={value}" for name, value in self.wishes.items() if value)]
        return " ".join(parts)[:LONGEST]


def ask[Wish](
    report: Report[Wish],
    wishes: Mapping[str, Any],
    *,
    person: str,
    who: str,
    names: bool,
    formats: Iterable[Format] = (Format.CSV,),
    proofs: bool = False,
) -> Asked:
    """Return an asking, once it is known to make sense.

    Args:
        report: which.
        wishes: its parameters as plain values or text.
        person, who: roster id and log id of whoever asks.
        names: whether they may see names.
        formats: beside JSON Lines.
        proofs: whether the records' entries are to come along.

    Raises:
        BadRequest: a parameter is unknown, missing or not what it may be, the format's library is
            not installed, or the report carries no proofs.
    """
    wanted = tuple(sorted(set(formats)))
    check_available(wanted)
    if proofs and not report.proofs:
        raise BadRequest(
            f"`{report.name}` carries no proofs: the log's entries name everybody in them, by log "
            "id, and this report names one person",
            code="no_proofs",
            param="proofs",
        )
    adapter = TypeAdapter(report.wish)
    try:
        wish = adapter.validate_python(dict(wishes))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        known = ", ".join(f"`{one.name}`" for one in fields(report.wish)) or "nothing"  # type: ignore[arg-type]
        raise BadRequest(
            f"`{where}`: {first['msg']}; `{report.name}` is asked with {known}",
            code="invalid_value",
            status=422,
            param=where,
        ) from error
    return Asked(
        report=report.name,
        person=person,
        who=who,
        names=names,
        formats=wanted,
        proofs=proofs,
        wishes=adapter.dump_python(wish, mode="json"),
    )


def from_words[Wish](report: Report[Wish], words: Iterable[str]) -> dict[str, Any]:
    """Return parameters typed as `name=value`; one that takes several is repeated.

    Raises:
        BadRequest: a word is not of that form, or one that takes one value is repeated.
    """
    hints = get_type_hints(report.wish)
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise BadRequest(f"`{word}`: say `name=value`", code="invalid_value")
        if get_origin(hints.get(name)) is tuple:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise BadRequest(f"`{name}` is said twice", code="invalid_value", param=name)
        else:
            found[name] = value
    return found
