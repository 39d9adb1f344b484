"""Where letters reach those whom the district names."""

from collections.abc import Collection

import structlog

from gateway.district.hand_overs import addresses_of
from gateway.errors import BadRequest
from gateway.outbox.message import check_address
from gateway.store.engine import Reader

_log = structlog.get_logger(__name__)


async def reachable(reader: Reader, people: Collection[str]) -> dict[str, str]:
    """Return each one's e-mail address by roster id. An address that no mail server takes is left
    out and told to whoever runs the gateway, so that the others are reached all the same.

    Raises:
        Unusable: the database cannot be read.
    """
    addresses = await reader.quick(lambda db: addresses_of(db, people))
    usable: dict[str, str] = {}
    for person, address in addresses.items():
        try:
            usable[person] = check_address(address)
        except BadRequest as error:
            _log.error("address_unusable", code=error.code)
    return usable
