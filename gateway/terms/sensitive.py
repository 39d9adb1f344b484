"""What a district does with sensitive content about people, by the role of who types it."""

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.terms.outcomes import Outcome
from gateway.terms.people import Role
from gateway.terms.topics import Topic


@dataclass(frozen=True, kw_only=True, slots=True)
class SensitiveHandling:
    """For some roles and kinds of content, the most open outcome the district lets a prompt have.

    It only tightens: FORWARD adds nothing to what the law's packs say.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads it, nobody writes

    roles: frozenset[Role]
    topics: frozenset[Topic]
    outcome: Outcome


def topics_with(
    handling: Iterable[SensitiveHandling], role: Role, outcome: Outcome
) -> frozenset[Topic]:
    """Return the content for which some handling asks a role for an outcome."""
    return frozenset[Topic]().union(
        *(one.topics for one in handling if role in one.roles and one.outcome is outcome)
    )
