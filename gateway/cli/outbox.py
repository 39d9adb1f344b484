"""`crossing-guard outbox`: letters as officers see them, and the way out for them, tried."""

from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from gateway.app.desks import office_of
from gateway.app.outside import carrier_of, outbox_of, postman_of
from gateway.app.store import Store, new_record_id, now_ms
from gateway.cli.at_store import at_store
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import clock, out, run, settings_of
from gateway.errors import Unusable
from gateway.outbox.carriers import Undelivered
from gateway.outbox.message import check_address, compose
from gateway.terms.letters import Letter, LetterState


def list_letters(data: Path, *, state: LetterState | None, limit: int) -> None:
    """Print a table of letters."""

    async def work(store: Store) -> None:
        table = Table("letter", "kind", "about", "state", "posted", "tries", "last failure")
        for one in await outbox_of(store).listed(state=state, limit=limit):
            table.add_row(
                one.id, one.kind, one.about, one.state, clock(one.posted), str(one.tries), one.code
            )
        out.print(table if table.row_count else "No letters.")

    at_store(data, work)


def send_due(data: Path) -> None:
    """Carry what is due, once."""
    settings = settings_of(data)

    async def work(store: Store) -> None:
        ended: list[LetterState] = []
        tried = await postman_of(settings, store, told=ended.append).round()
        out.print(f"{tried} tried, {ended.count(LetterState.SENT)} sent.")

    at_store(data, work)


def retry_letter(data: Path, letter: str) -> None:
    """Have a letter tried at once."""

    async def work(store: Store) -> None:
        await office_of(store).note("letter_retry", await officer(store, *OFFICE), what=letter)
        await outbox_of(store).retry(letter)
        out.print("It is tried again by the serving gateway, or by `crossing-guard outbox send`.")

    at_store(data, work)


def cancel_letter(data: Path, letter: str) -> None:
    """Take a letter back."""

    async def work(store: Store) -> None:
        await office_of(store).note("letter_cancel", await officer(store, *OFFICE), what=letter)
        await outbox_of(store).cancel(letter)
        out.print("It is taken back; nothing of it is kept.")

    at_store(data, work)


def try_carrier(data: Path, to: str) -> None:
    """Send one letter as the settings say, and tell how that went."""
    settings = settings_of(data)
    letter = Letter(
        kind="test",
        to=check_address(to),
        subject="Crossing Guard: a test letter",
        text="The gateway can send letters. Nobody needs to do anything.\n",
    )
    sender = check_address(settings.mail_from)
    name, at = new_record_id(), datetime.fromtimestamp(now_ms() / 1000, UTC)
    carrier = carrier_of(settings)

    async def work() -> None:
        try:
            await carrier.carry(name, compose(letter, name, sender=sender, at=at))
        except Undelivered as error:
            raise Unusable(
                f"the letter was not taken (`{error.code}`); docs/outbox.md says what that means",
                code=error.code,
            ) from error
        finally:
            await carrier.rest()
        out.print(f"It is out (`{settings.outbox}`), as {name}.", highlight=False)

    run(work())
