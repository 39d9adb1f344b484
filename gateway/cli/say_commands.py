"""What can be typed about what families and courts say. Kept light, like `commands`."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, Why

Student = Annotated[str, typer.Argument(help="The student, by roster id.")]
By = Annotated[str, typer.Option("--by", help="Who said so: a roster id, or in words.")]


def add_says(consents: typer.Typer) -> None:
    """Add these commands to those of the consents."""

    @consents.command("revoke")
    def revoke(
        consent: Annotated[str, typer.Argument(help="The consent's id.")],
        by: By,
        channel: Annotated[
            str, typer.Option("--channel", help="How they said so: `phone`, `letter`, `in person`.")
        ],
        why: Why,
        data: Data = HERE,
    ) -> None:
        """Record that a consent is withdrawn, from the next prompt on."""
        from gateway.cli import says

        says.revoke(data, consent, by=by, channel=channel, why=why)

    @consents.command("refuse")
    def refuse(student: Student, by: By, why: Why, data: Data = HERE) -> None:
        """Record that AI use is refused for a student: that beats every consent."""
        from gateway.cli import says

        says.refuse(data, student, by=by, why=why)

    @consents.command("refusals")
    def refusals(data: Data = HERE) -> None:
        """List for whom AI use is refused, and who did."""
        from gateway.cli import says

        says.list_refusals(data)

    @consents.command("unrefuse")
    def unrefuse(student: Student, why: Why, data: Data = HERE) -> None:
        """Take a refusal back; the history keeps it."""
        from gateway.cli import says

        says.lift(data, student, why)

    @consents.command("rights")
    def rights(
        file: Annotated[
            Path,
            typer.Argument(
                help="Who holds a student's rights, as JSON, as the admin API shows it.",
                exists=True,
                dir_okay=False,
            ),
        ],
        why: Why,
        data: Data = HERE,
    ) -> None:
        """Record who holds a student's rights where the roster does not tell: an order, a foster
        parent, an emancipated student."""
        from gateway.cli import says

        says.put_rights(data, file, why)
