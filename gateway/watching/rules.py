"""What is watched: rules over the log, as data that a district can change."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from gateway.audit.search.filters import read_filters
from gateway.errors import BadRequest, Unusable
from gateway.terms.disclosure import STRICT


class Look(StrEnum):
    """How a rule looks at the log.

    SPIKE: records of the last `minutes`, when they are `least` and `factor` times as many as in the
    same time on average of the day before. SUBJECTS: different pupils that one person names in
    `minutes`. EXPIRED: records of a tool whose agreement has expired. OPEN: intents older than
    half an hour without an outcome. CHECKPOINTS: entries older than `minutes` under no checkpoint
    outside the database, and places for checkpoints that are late. COUNT: records of the last
    `minutes`. ROSTER: days since the last good import of the roster, where those are `minutes` or
    more. ROSTER_ENDS: that it serves for fewer than `minutes` more, or no more. CHORES: standing
    chores whose last run failed.
    """

    SPIKE = "spike"
    SUBJECTS = "subjects"
    EXPIRED = "expired"
    OPEN = "open"
    CHECKPOINTS = "checkpoints"
    COUNT = "count"
    ROSTER = "roster"
    ROSTER_ENDS = "roster_ends"
    CHORES = "chores"


class Severity(StrEnum):
    """How soon somebody should look."""

    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertRule:
    """One thing that is watched; `every` is how often, in minutes."""

    __pydantic_config__ = STRICT

    id: str
    title: str
    look: Look
    where: tuple[str, ...] = ()
    minutes: int
    every: int = 1
    least: int = 1
    factor: float = 1.0
    severity: Severity = Severity.WARNING
    on: bool = True


_RULES = TypeAdapter(tuple[AlertRule, ...])


def load_rules(own: Path) -> tuple[AlertRule, ...]:
    """Return the rules that are switched on: those that ship, as the district's file changes them.

    Raises:
        Unusable: the file is no TOML, or a rule of it cannot be; says which.
    """
    shipped = resources.files("gateway.watching").joinpath("alerts.toml").read_text()
    found = {one["id"]: one for one in tomllib.loads(shipped)["rule"]}
    try:
        if own.is_file():
            for one in tomllib.loads(own.read_text())["rule"]:
                found[one["id"]] = found.get(one["id"], {}) | one
        rules = _RULES.validate_python(list(found.values()))
        for rule in rules:
            read_filters(rule.where)
    except (tomllib.TOMLDecodeError, OSError, KeyError, TypeError) as error:
        raise _bad(own, "it is not a list of `[[rule]]`, each with its `id`") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _bad(own, f"`{where}`: {first['msg']}") from error
    except BadRequest as error:
        raise _bad(own, error.message) from error
    return tuple(rule for rule in rules if rule.on)


def _bad(own: Path, words: str) -> Unusable:
    return Unusable(f"`{own.name}` in the data folder cannot be used: {words}", code="bad_alerts")
