"""What each lifetime is of, what it rests on and what follows from it, for whoever sets it. Pure.

No law sets a number of days for these records. Where one says that something must be kept, or not
for ever, `law` is True. Not legal advice.
"""

from collections.abc import Mapping
from typing import Final

from gateway.district.choices_told import Told

LIFETIMES_TOLD: Final[Mapping[str, Told]] = {
    "refusals": Told(
        source="the district's rule",
        law=False,
        consequence="Prompts that were refused or held: nothing left. After that many days nobody "
        "can look up why a prompt was refused.",
    ),
    "unnamed": Told(
        source="16 CFR 312.10, for prompts of children",
        law=True,
        consequence="Prompts that left and described nobody. They say who asked, which of a child "
        "may not be kept for ever; the law names no days.",
    ),
    "pseudonymised": Told(
        source="34 CFR 99.31(b)(1); 16 CFR 312.10, for prompts of children",
        law=True,
        consequence="Prompts that left with stand-ins alone. Without them a later review of the "
        "determination has no sample of that time.",
    ),
    "disclosures": Told(
        source="34 CFR 99.32(d), for those that need not be recorded",
        law=True,
        consequence="Prompts in which personal data left on a ground that 99.32 does not ask to "
        "record: to the holder, a school official, with consent, directory information. Those it "
        "does ask for have no lifetime and are never purged by age.",
    ),
    "safety": Told(
        source="the district's duty of care",
        law=False,
        consequence="Signals that somebody may be in danger, and the alerts raised for them.",
    ),
    "readings": Told(
        source="the district's rule",
        law=False,
        consequence="Who asked the log what, and who looked up whose log id it was.",
    ),
    "events": Told(
        source="the district's rule",
        law=False,
        consequence="Everything else: imports, keys, starts, changes of what the district decides "
        "(whose own history is kept apart). Certificates of purging, holds and lifetimes "
        "themselves are never purged.",
    ),
    "conversations": Told(
        source="16 CFR 312.10",
        law=True,
        consequence="The sealed stand-ins of a conversation that nobody used for so long, which "
        "hold names: what was answered then cannot be turned back into names, and its next turn "
        "begins with new stand-ins. While any legal hold stands all of them are kept, since what "
        "they are about can only be read by opening them.",
    ),
    "contents": Told(
        source="16 CFR 312.10",
        law=True,
        consequence="The words of prompts and answers, where the district has them kept "
        "(`content_kept`). After that many days nobody can read them, and the next purge destroys "
        "them. Never 0, since words of children may not be kept for ever.",
    ),
}


def table() -> str:
    """Return the lifetimes as the Markdown table that docs/retention.md holds."""
    rows = ["| lifetime | from | what follows |", "|---|---|---|"]
    for name, told in LIFETIMES_TOLD.items():
        source = told.source if told.law else f"{told.source} (not law)"
        rows.append(f"| `{name}` | {source} | {told.consequence} |")
    return "\n".join(rows)
