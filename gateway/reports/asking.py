"""What somebody asks a report with: checked when it is asked, kept until it is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from gateway.audit.search.filters import read_filters
from gateway.audit.search.search import Search
from gateway.district.merged import log_id_of
from gateway.errors import BadRequest
from gateway.oversight.questions import LEFT_OUT, LONGEST, filters_told, is_id
from gateway.reports.formats import Format, check_available
from gateway.reports.report import Report
from gateway.store.engine import Reader

PLAIN = frozenset({"since", "until", "smallest", "sample", "state", "tool"})
"""Wishes that are days, numbers or of a list of the district's own: the log repeats them as they
are."""


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
    plain = adapter.dump_python(wish, mode="json")
    for name, value in plain.items():
        if isinstance(value, str) and not value.isprintable() and name != "figures":
            raise BadRequest(
                f"`{name}`: no control characters", code="invalid_value", status=422, param=name
            )
    return Asked(
        report=report.name,
        person=person,
        who=who,
        names=names,
        formats=wanted,
        proofs=proofs,
        wishes=plain,
    )


async def told_in_log(asked: Asked, reader: Reader, search: Search) -> str:
    """Return what was asked in one line, as the log repeats it: with log ids, and no word that is
    not the log's own. What it leaves out stands in the report's manifest.

    Raises:
        Unusable: the database cannot be used.
    """
    parts = [asked.report]
    for name, value in asked.wishes.items():
        if not value:
            continue
        match name:
            case "where":
                parts += await filters_told(search, value, read_filters(value))
            case "student":
                own = await reader.quick(partial(log_id_of, person=value))
                parts.append(f"{name}={own or LEFT_OUT}")
            case _:
                plain = name in PLAIN or is_id(value) or value.isdecimal()
                parts.append(f"{name}={value if plain else LEFT_OUT}")
    return " ".join(parts)[:LONGEST]


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
