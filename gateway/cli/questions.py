"""What `init` is told, and what it asks whoever sits in front of it and left something out.

A script is never asked: what it leaves out stays unset, and is said at the end.
"""

from dataclasses import dataclass, replace

import typer

from gateway.cli.root import out
from gateway.terms.disclosure import PseudonymisedBasis

BASES = {
    PseudonymisedBasis.DETERMINATION: "an official signs a determination that what leaves does not "
    "identify a pupil, with a sample of it",
    PseudonymisedBasis.SCHOOL_OFFICIAL: "the AI service acts as a school official under an "
    "agreement on file (34 CFR 99.31(a)(1))",
    PseudonymisedBasis.CONSENT_ONLY: "only with a signed consent for each pupil",
    PseudonymisedBasis.UNSET: "decide later; until then prompts that describe pupils are held",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was typed after `init`; `credential_from` names an environment variable."""

    demo: bool
    upstream: str
    model: str
    credential_from: str
    database: str
    timezone: str
    basis: PseudonymisedBasis
    official: str


def asked(wanted: Wanted) -> Wanted:
    """Ask for what was left out: the AI service, its model, the basis and who decides it."""
    if not wanted.upstream:
        wanted = replace(wanted, upstream=_line("Address of the AI service, empty for none yet"))
    if wanted.upstream and not wanted.model:
        wanted = replace(wanted, model=_line("Name of its model, as the service calls it"))
    if wanted.basis is PseudonymisedBasis.UNSET:
        wanted = replace(wanted, basis=_basis())
    if wanted.basis is not PseudonymisedBasis.UNSET and not wanted.official:
        wanted = replace(wanted, official=_line("Name and office of who decides this"))
    return wanted


def _basis() -> PseudonymisedBasis:
    out.print("\nWhat does the release of pseudonymised prompts rest on? An official decides:")
    for basis, meaning in BASES.items():
        out.print(f"  [bold]{basis}[/bold]: {meaning}", highlight=False)
    chosen: PseudonymisedBasis = typer.prompt(
        "Basis", default=PseudonymisedBasis.UNSET, type=PseudonymisedBasis
    )
    return chosen


def _line(question: str) -> str:
    said: str = typer.prompt(question, default="", show_default=False)
    return said.strip()
