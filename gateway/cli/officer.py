"""Who types a command that changes what the district decides: known by a gateway key of their own.

The folder's owner can do everything to it; who did what must be told all the same, and two people
must be two. So these commands take the key that the admin API takes.
"""

import os
import time

from gateway.app.desks import office_of
from gateway.app.store import Store, now_ms
from gateway.errors import Forbidden, Unauthenticated
from gateway.identity.callers import Caller, Callers
from gateway.oversight.officer import Officer
from gateway.oversight.rulebook import Rulebook
from gateway.terms.people import Duty

__all__ = ["KEY", "OFFICE", "caller_of", "office_of", "officer", "rulebook_of"]

KEY = "CROSSING_GUARD_KEY"
OFFICE = (Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR)
"""Who keeps people, consents and what goes with them."""


async def caller_of(store: Store) -> Caller:
    """Return whose key is in the environment.

    Raises:
        Unauthenticated: there is none, or it is not valid.
    """
    key = os.environ.get(KEY, "")
    if not key:
        raise Unauthenticated(
            f"put your gateway key into the environment variable {KEY}; the history tells who "
            "changed what (`crossing-guard keys create --duty` makes one)"
        )
    await store.district.refresh()
    callers = Callers(
        store.reader,
        store.district,
        store.keys.fields,
        pepper=store.keys.derive("gateway-keys"),
        now=time.time,
    )
    return await callers.authenticate([(b"authorization", f"Bearer {key}".encode())])


async def officer(store: Store, *duties: Duty) -> Officer:
    """Return the officer whose key is in the environment.

    Args:
        store: the open store.
        duties: one of which they must have; without any, whoever it is.

    Raises:
        Unauthenticated: there is none, or it is not valid.
        Forbidden: its holder has none of the duties.
    """
    caller = await caller_of(store)
    if duties and not caller.principal.duties & set(duties):
        needed = ", ".join(f"`{duty.value}`" for duty in sorted(duties))
        raise Forbidden(f"this needs a key with one of the duties {needed}", code="duty_needed")
    return Officer.of(caller)


def rulebook_of(store: Store) -> Rulebook:
    """Return the rulebook over an open store."""
    return Rulebook(office_of(store), store.reader, store.district, now=now_ms)
