"""`crossing-guard log rotate-key`: another key signs the log from now on."""

import asyncio
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from sqlalchemy import Connection, select

from gateway.app.store import Store, now_ms, open_store
from gateway.audit.holder import is_gone
from gateway.audit.read import heads
from gateway.audit.rotation import rotate
from gateway.cli.officer import officer
from gateway.cli.root import out, run, settings_of
from gateway.errors import BadRequest, Unusable
from gateway.settings import Settings
from gateway.store import keys
from gateway.store.tables import log_streams
from gateway.terms.people import Duty

KEEPERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


def rotate_key(data: Path) -> None:
    """Make a new signing key, have both keys say so, and log it under the new one."""
    settings = settings_of(data)

    async def work() -> str:
        async with open_store(settings) as store:
            by = await officer(store, *KEEPERS)
            await store.reader.read(lambda db: _refuse_others(db, store.log.health().stream))
            await _replace(store, settings)
        async with open_store(settings) as store:  # with the new key
            fingerprint = _fingerprint(store.keys)
            number = len(store.keys.rotations)
            await store.note("key_rotated", who=by.log_id, what=fingerprint, counts={"of": number})
        return fingerprint

    fingerprint = run(work())
    out.print("A new key signs the log. Tell your auditors its fingerprint (SHA-256):")
    out.print(fingerprint, highlight=False)
    out.print("Back `keys/` up now: without it the vaults and the log's key are gone.")


async def _replace(store: Store, settings: Settings) -> None:
    """Replace the key on disk. Nothing is appended between the sizes read here and the end."""
    known = await store.reader.read(heads)
    number = len(store.keys.rotations) + 1
    sizes = {head.stream: head.size for head in known}
    try:
        fresh = await asyncio.to_thread(keys.next_signing, settings.keys_folder)
        note = rotate(store.log_id, number, sizes, old=store.keys.signing, new=fresh)
        await asyncio.to_thread(keys.replace_signing, settings.keys_folder, number, note)
    except OSError as error:
        raise Unusable(
            "the key store cannot be written; once it can, any command finishes the rotation if "
            "both keys had signed it, and another `log rotate-key` begins anew if not",
            code="keys_unwritable",
        ) from error


def _refuse_others(db: Connection, own: str) -> None:
    table = log_streams.c
    query = select(table.holder).where(
        table.holder != "", table.leased_until >= now_ms(), table.stream != own
    )
    if any(not is_gone(holder) for holder in db.execute(query).scalars()):
        raise BadRequest(
            "another process writes to the log, with the old key; stop the gateway first",
            code="log_in_use",
        )


def _fingerprint(opened: keys.Keys) -> str:
    der = opened.signing.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).hexdigest()
