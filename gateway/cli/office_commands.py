"""What an office can type: settings, tools, rules, and what others would have decided.

Kept light, like `commands`: what does the work is imported only when a command runs.
"""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, DryRun, Why, app

settings = typer.Typer(no_args_is_help=True, help="Show and change what the district decided.")
tools = typer.Typer(
    no_args_is_help=True, help="Register AI tools, and the keys they are asked with."
)
opt_outs = typer.Typer(no_args_is_help=True, help="Keep who opted out of directory information.")
rules = typer.Typer(no_args_is_help=True, help="Draft, check, approve and activate the rules.")

Version = Annotated[str, typer.Argument(help="The version's id, as `rules list` shows it.")]
ToolId = Annotated[str, typer.Argument(help="The tool's id, as `tools list` shows it.")]


@opt_outs.command("import")
def import_opt_outs(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, one opt-out a row, as `opt-outs export` prints it.",
            exists=True,
            dir_okay=False,
        ),
    ],
    why: Why,
    data: Data = HERE,
    dry_run: DryRun = False,
) -> None:
    """Import who opted out of directory information: all of them or none."""
    from gateway.cli.sheets import import_rows
    from gateway.oversight.sheets import OPT_OUT_SHEET

    import_rows(data, OPT_OUT_SHEET, file, why=why, dry_run=dry_run)


@opt_outs.command("export")
def export_opt_outs(data: Data = HERE) -> None:
    """Print every opt-out from directory information as CSV."""
    from gateway.cli.sheets import export_rows
    from gateway.oversight.sheets import OPT_OUT_SHEET

    export_rows(data, OPT_OUT_SHEET)


@rules.command("list")
def list_rules(data: Data = HERE) -> None:
    """List every version of the rules, how far it got, and which one is active."""
    from gateway.cli.rules import list_versions

    list_versions(data)


@rules.command("show")
def show_rules(
    version: Annotated[
        str | None, typer.Argument(help="The version's id; left out, the active one.")
    ] = None,
    data: Data = HERE,
    json: Annotated[
        bool, typer.Option("--json", help="Print the draft, to edit and to draft anew.")
    ] = False,
) -> None:
    """Show a version of the rules: every rule with its source and its reason."""
    from gateway.cli.rules import show_version

    show_version(data, version, json=json)


@rules.command("draft")
def draft_rules(
    file: Annotated[
        Path, typer.Argument(help="The draft, JSON as `rules show --json` prints.", exists=True)
    ],
    why: Why,
    data: Data = HERE,
) -> None:
    """Draft a version of the rules, or edit the draft of that id. Decides nothing yet."""
    from gateway.cli.rules import draft_version

    draft_version(data, file, why)


@rules.command("check")
def check_rules(version: Version, data: Data = HERE) -> None:
    """Check a draft: its text, all cases, bans, and rules that never match; ends with 1 on fail."""
    from gateway.cli.rules import check_version

    check_version(data, version)


@rules.command("diff")
def diff_rules(
    version: Version,
    data: Data = HERE,
    against: Annotated[
        str | None,
        typer.Option(help='Another version, "" for the packs as they come; else the active one.'),
    ] = None,
) -> None:
    """Tell in words what a version changes."""
    from gateway.cli.rules import tell_difference

    tell_difference(data, version, against)


@rules.command("approve")
def approve_rules(version: Version, why: Why, data: Data = HERE) -> None:
    """Approve a checked version that somebody else wrote."""
    from gateway.cli.rules import approve_version

    approve_version(data, version, why)


@rules.command("activate")
def activate_rules(version: Version, why: Why, data: Data = HERE) -> None:
    """Let an approved version decide, from the next prompt on, in every server process."""
    from gateway.cli.rules import activate_version

    activate_version(data, version, why)


@rules.command("return")
def return_rules(
    why: Why,
    data: Data = HERE,
    to: Annotated[
        str | None,
        typer.Option(
            help='A version that decided once, "" for the packs as they come; else the one before.'
        ),
    ] = None,
) -> None:
    """Return to an earlier version of the rules in one step."""
    from gateway.cli.rules import return_version

    return_version(data, to, why)


@app.command("backtest")
def backtest(
    data: Data = HERE,
    rules: Annotated[
        str | None,
        typer.Option(
            "--rules",
            help="A version of the rules, or a draft in a .json file; left out, the active one.",
        ),
    ] = None,
    since: Annotated[
        str, typer.Option(help="How far back: `30d`, `12h`, or a day such as `2026-03-01`.")
    ] = "30d",
    settings: Annotated[
        list[str] | None,
        typer.Option("--with", help="A setting to try, as `coppa_age=14`; repeat for more."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Tell which recorded decisions would come out differently by other rules or settings."""
    from gateway.cli.backtest import try_rules

    try_rules(data, rules, since, settings or [], json=json)


@settings.command("show")
def show_settings(data: Data = HERE) -> None:
    """Show what the district decided: every setting that rules read, one a line."""
    from gateway.cli.district import show_settings

    show_settings(data)


@settings.command("set")
def set_settings(
    pairs: Annotated[
        list[str], typer.Argument(help="NAME=VALUE, such as `coppa_age=14`; one or more.")
    ],
    why: Why,
    data: Data = HERE,
) -> None:
    """Change settings, from the next prompt on; the history keeps what they were, and why."""
    from gateway.cli.district import set_settings

    set_settings(data, pairs, why)


@tools.command("list")
def list_tools(data: Data = HERE) -> None:
    """List the registered AI tools."""
    from gateway.cli.tools import list_tools

    list_tools(data)


@tools.command("show")
def show_tool(tool: ToolId, data: Data = HERE) -> None:
    """Print a tool as JSON, to edit and to put."""
    from gateway.cli.tools import show_tool

    show_tool(data, tool)


@tools.command("credential")
def seal_key(
    tool: ToolId,
    why: Why,
    data: Data = HERE,
    variable: Annotated[
        str, typer.Option("--from", help="Environment variable that holds the service's API key.")
    ] = "OPENAI_API_KEY",
) -> None:
    """Seal the API key that a tool's service is asked with, or replace it."""
    from gateway.cli.tools import seal_key

    seal_key(data, tool, variable=variable, why=why)


@tools.command("put")
def put_tool(
    file: Annotated[
        Path, typer.Argument(help="The tool as JSON, as `tools show` prints it.", exists=True)
    ],
    why: Why,
    data: Data = HERE,
    losing: Annotated[
        int | None,
        typer.Option(
            help="Confirm that another provider takes its place, and that so many consents end by "
            "it, as `tools losing` told.",
            min=0,
        ),
    ] = None,
) -> None:
    """Register an AI tool with its agreement, or change the one of its id."""
    from gateway.cli.tools import put_tool

    put_tool(data, file, why, losing)


@tools.command("losing")
def losing(
    tool: ToolId,
    data: Data = HERE,
) -> None:
    """List the consents that would end if another provider took a tool's place."""
    from gateway.cli.tools import list_losing

    list_losing(data, tool)
