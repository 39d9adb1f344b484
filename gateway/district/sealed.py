"""Birth dates and secrets at rest: sealed under the field key, bound to the row they stand in."""

from datetime import date

from tink import aead

from gateway.store.sealing import open_sealed, seal


def seal_birth_date(fields: aead.Aead, person: str, born: date) -> bytes:
    """Return a birth date, sealed for one person's row."""
    return seal(fields, born.isoformat().encode(), _birth(person))


def open_birth_date(fields: aead.Aead, person: str, sealed: bytes | None) -> date | None:
    """Return the birth date, None where none is known.

    Raises:
        Unusable: sealed under another key, moved to another row, or damaged.
    """
    if sealed is None:
        return None
    return date.fromisoformat(open_sealed(fields, sealed, _birth(person)).decode())


def seal_secret(fields: aead.Aead, name: str, secret: str) -> bytes:
    """Return a secret (a credential, a client's token key), sealed under its name."""
    return seal(fields, secret.encode(), _secret(name))


def open_secret(fields: aead.Aead, name: str, sealed: bytes) -> str:
    """Return the secret.

    Raises:
        Unusable: sealed under another key or name, or damaged.
    """
    return open_sealed(fields, sealed, _secret(name)).decode()


def _birth(person: str) -> bytes:
    return b"birth-date\x00" + person.encode()


def _secret(name: str) -> bytes:
    return b"secret\x00" + name.encode()
