"""What can be typed about permissions and about people who are one. Kept light, like `commands`."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, DryRun, Why
from gateway.terms.disclosure import Purpose

permits = typer.Typer(
    no_args_is_help=True,
    help="Permit AI in classes of your own, with your own key in CROSSING_GUARD_KEY.",
)

Permit = Annotated[str, typer.Argument(help="The permission's id, such as the assignment's.")]
Link = Annotated[str, typer.Argument(help="The link's id, a name of your choice.")]
Leave = Annotated[str, typer.Argument(help="The leave's id, a name of your choice.")]
Merge = Annotated[str, typer.Argument(help="The merge's id, a name of your choice.")]


@permits.command("put")
def put_permit(
    permit: Permit,
    group: Annotated[str, typer.Option("--class", help="The class, by its roster id.")],
    tool: Annotated[list[str], typer.Option(help="A tool by its id; repeat for more.")],
    purpose: Annotated[list[Purpose], typer.Option(help="What it is for; repeat for more.")],
    until: Annotated[str, typer.Option(help="The last day, such as 2026-12-18.")],
    since: Annotated[str, typer.Option(help="The first day; empty for at once.")] = "",
    title: Annotated[str, typer.Option(help="What for, in your words; decides nothing.")] = "",
    data: Data = HERE,
) -> None:
    """Permit AI in a class of your own until a day, or change a permission."""
    from gateway.cli.permits import put_permit

    put_permit(
        data,
        permit,
        group=group,
        tools=tool,
        purposes=purpose,
        since=since,
        until=until,
        title=title,
    )


@permits.command("list")
def list_permits(data: Data = HERE) -> None:
    """List what is permitted in your own classes."""
    from gateway.cli.permits import list_permits

    list_permits(data)


@permits.command("remove")
def remove_permit(permit: Permit, data: Data = HERE) -> None:
    """Take a permission back, from the next prompt on."""
    from gateway.cli.permits import remove_permit

    remove_permit(data, permit)


def add_links(roster: typer.Typer) -> None:
    """Add the commands of links to those of the roster."""

    @roster.command("link")
    def link(
        link: Link,
        person: Annotated[str, typer.Argument(help="One of the two, by roster id.")],
        other: Annotated[str, typer.Argument(help="The other, by roster id.")],
        why: Why,
        data: Data = HERE,
    ) -> None:
        """Say that two people of the roster are one: staff, and somebody's parent."""
        from gateway.cli import links

        links.link(data, link, person, other, why)

    @roster.command("links")
    def list_links(data: Data = HERE) -> None:
        """List who is linked with whom."""
        from gateway.cli import links

        links.list_links(data)

    @roster.command("unlink")
    def unlink(link: Link, why: Why, data: Data = HERE) -> None:
        """Take a link back; the history keeps it."""
        from gateway.cli import links

        links.unlink(data, link, why)


def add_merges(roster: typer.Typer) -> None:
    """Add the commands of merges to those of the roster."""

    @roster.command("merge")
    def merge(
        merge: Merge,
        kept: Annotated[str, typer.Argument(help="Whom the two are from now on, by roster id.")],
        duplicate: Annotated[str, typer.Argument(help="Who is the same, by roster id.")],
        why: Why = "",
        data: Data = HERE,
        dry_run: DryRun = False,
    ) -> None:
        """Merge somebody who came twice on the roster; nothing is rewritten."""
        from gateway.cli import merges

        if dry_run:
            merges.show_effect(data, kept, duplicate)
        else:
            merges.merge(data, merge, kept, duplicate, why)

    @roster.command("duplicates")
    def list_duplicates(data: Data = HERE) -> None:
        """List who may have come twice on the roster, and what the two have in common."""
        from gateway.cli import merges

        merges.list_duplicates(data)

    @roster.command("merges")
    def list_merges(data: Data = HERE) -> None:
        """List who was merged with whom."""
        from gateway.cli import merges

        merges.list_merges(data)

    @roster.command("unmerge")
    def unmerge(merge: Merge, why: Why, data: Data = HERE) -> None:
        """Take a merge back: everything is as it was; the history keeps it."""
        from gateway.cli import merges

        merges.unmerge(data, merge, why)


def add_access(roster: typer.Typer) -> None:
    """Add the commands of access to classes to those of the roster."""

    @roster.command("let-in")
    def let_in(
        leave: Leave,
        person: Annotated[str, typer.Argument(help="Who of the staff, by roster id.")],
        group: Annotated[str, typer.Argument(help="The class, by its roster id.")],
        until: Annotated[str, typer.Option(help="The last day, such as 2026-12-18.")],
        why: Why,
        since: Annotated[str, typer.Option(help="The first day; empty for at once.")] = "",
        data: Data = HERE,
    ) -> None:
        """Let a substitute, an aide or a coach into a class until a day."""
        from gateway.cli import class_access

        class_access.let_in(data, leave, person, group, since=since, until=until, why=why)

    @roster.command("let-ins")
    def list_let_in(data: Data = HERE) -> None:
        """List who was let into which class, and until when."""
        from gateway.cli import class_access

        class_access.list_let_in(data)

    @roster.command("let-out")
    def let_out(leave: Leave, why: Why, data: Data = HERE) -> None:
        """End a leave before its day; the history keeps it."""
        from gateway.cli import class_access

        class_access.let_out(data, leave, why)
