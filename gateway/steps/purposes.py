"""What a prompt is for (34 CFR 99.30(b)(2), 300.614): one of a closed list, by a fixed precedence.

Pure. Whoever is nearest to the prompt knows best what it is for: the request itself, then the key,
then the name the tool is asked for by, then the tool, then the role. A key that the office bound to
some purposes is used for those alone, whoever says otherwise.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from gateway.errors import BadRequest, Forbidden
from gateway.identity.clients import PURPOSE
from gateway.terms.disclosure import Purpose, Tool
from gateway.terms.keys import KeyUse
from gateway.terms.people import Role

OF_ROLE: Final[Mapping[Role, Purpose]] = {
    Role.STUDENT: Purpose.LEARNING,
    Role.COUNSELLOR: Purpose.COUNSELLING,
    Role.NURSE: Purpose.ADMINISTRATION,
    Role.CASE_MANAGER: Purpose.IEP_DRAFTING,
    Role.ADMINISTRATOR: Purpose.ADMINISTRATION,
    Role.STAFF: Purpose.ADMINISTRATION,
}
"""What somebody's prompts are for where nothing else says; everybody else's are for instruction."""


def purpose_of(said: str | None, use: KeyUse, name: str, tool: Tool, role: Role) -> Purpose:
    """Return what a prompt is for.

    Args:
        said: the request's own header, None where it has none.
        use: of the key it came with.
        name: what the tool was asked for by: its model's, or an alias.
        tool: the tool.
        role: of whoever asks.

    Raises:
        BadRequest: the header names no purpose there is.
        Forbidden: the key may not be used for this purpose.
    """
    purpose = (
        _said(said)
        or use.own_purpose
        or tool.alias_purposes.get(name)
        or tool.default_purpose
        or OF_ROLE.get(role, Purpose.INSTRUCTION)
    )
    if use.purposes and purpose not in use.purposes:
        raise Forbidden(
            f"this key is for {_listed(use.purposes)} and not for `{purpose.value}`; say in the "
            f"header `{PURPOSE}` which of these the prompt is for, or ask the school's IT office "
            "for a key for this purpose",
            code="purpose_not_allowed",
        )
    return purpose


def _said(header: str | None) -> Purpose | None:
    if header is None:
        return None
    try:
        return Purpose(header.strip().lower())
    except ValueError as error:
        raise BadRequest(
            f"header `{PURPOSE}` names no purpose the district knows; it may be {_listed(Purpose)}",
            code="unknown_purpose",
        ) from error


def _listed(purposes: Iterable[Purpose]) -> str:
    return ", ".join(f"`{one.value}`" for one in sorted(purposes))
