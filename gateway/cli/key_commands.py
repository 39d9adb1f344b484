"""What can be typed about gateway keys. Kept light, like `commands`."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, Why
from gateway.identity.clients import Way
from gateway.terms.disclosure import Purpose
from gateway.terms.people import Duty

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke gateway keys.")

_PURPOSES = " ".join(Purpose)
KeyPurpose = Annotated[
    Purpose | None,
    typer.Option(metavar="PURPOSE", help=f"What a prompt is for that does not say: {_PURPOSES}."),
]
KeyPurposes = Annotated[
    list[Purpose] | None,
    typer.Option(
        metavar="PURPOSE",
        help="What its prompts may be for at all; repeat for more, else anything.",
    ),
]


@keys.command("create")
def create(
    data: Data = HERE,
    person: Annotated[str, typer.Option(help="Roster id of whom the key is for.")] = "",
    email: Annotated[str, typer.Option(help="Or the person's e-mail address.")] = "",
    client: Annotated[
        str, typer.Option(help="Or the name of a chat front end that speaks for its users.")
    ] = "",
    domain: Annotated[
        list[str] | None,
        typer.Option(help="E-mail domain the front end may speak for; repeat for more."),
    ] = None,
    way: Annotated[
        Way,
        typer.Option(
            help="How it says who asks: plain headers, or a token signed with the secret in "
            "CROSSING_GUARD_CLIENT_SECRET (environment)."
        ),
    ] = Way.HEADERS,
    duty: Annotated[
        list[Duty] | None,
        typer.Option(
            metavar="DUTY",
            help=f"What the person may do with the gateway itself: {' '.join(Duty)}; "
            "repeat for more.",
        ),
    ] = None,
    label: Annotated[str, typer.Option(help="A word to know the key by.")] = "",
    purpose: KeyPurpose = None,
    purposes: KeyPurposes = None,
    days: Annotated[int | None, typer.Option(help="Days until it expires.", min=1)] = None,
) -> None:
    """Make a key and print it: once, since only its hash is kept."""
    from gateway.cli.keys import WantedKey, create_one

    wanted = WantedKey(
        person=person,
        email=email,
        client=client,
        domains=tuple(domain or ()),
        way=way,
        duties=tuple(duty or ()),
        label=label,
        purpose=purpose,
        purposes=tuple(purposes or ()),
        days=days,
    )
    create_one(data, wanted)


@keys.command("list")
def list_(data: Data = HERE) -> None:
    """List every key ever made, newest first; never the keys themselves."""
    from gateway.cli.keys import list_all

    list_all(data)


@keys.command("purpose")
def purpose(
    key: Annotated[str, typer.Argument(help="The key's id, as `keys list` shows it.")],
    why: Why,
    data: Data = HERE,
    purpose: KeyPurpose = None,
    purposes: KeyPurposes = None,
) -> None:
    """Say anew what a key's prompts are for, from the next one on; what is left out is lifted."""
    from gateway.cli.keys import set_purposes

    set_purposes(data, key, purpose, tuple(purposes or ()), why)


@keys.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(help="The key's id, as `keys list` shows it.")],
    data: Data = HERE,
) -> None:
    """Revoke a key, from the next request on."""
    from gateway.cli.keys import revoke_one

    revoke_one(data, key)
