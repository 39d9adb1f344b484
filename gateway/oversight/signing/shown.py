"""What a form shows, filled in: a plain text and its hash. Pure.

It is the same for everybody who is asked about the same tools for the same time in the same
language; its hash stands in each consent (`form_sha256`). It names records, purposes and recipients
(34 CFR 99.30(b)), and nobody.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gateway.oversight.signing.words import words_in
from gateway.terms.disclosure import Tool
from gateway.terms.signing import ConsentForm, FormText, Language


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolShown:
    """One recipient as a form shows it."""

    id: str
    name: str
    provider: str
    service: str
    records: tuple[str, ...]
    purposes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A form filled in with what it asks about, in one language; `text` is all of it."""

    form: str
    language: Language
    says: FormText
    tools: tuple[ToolShown, ...]
    begins: date
    ends: date | None
    text: str
    sha256: str


def show(
    form: ConsentForm, language: Language, tools: Sequence[Tool], begins: date, ends: date | None
) -> Shown:
    """Fill a form in."""
    says, words = form.texts[language], words_in(language)
    shown = tuple(
        ToolShown(
            id=tool.id,
            name=tool.product or tool.model,
            provider=tool.legal_name or tool.provider,
            service=tool.service,
            records=tuple(sorted(words.categories[one] for one in tool.categories)),
            purposes=tuple(sorted(words.purposes[one] for one in tool.purposes)),
        )
        for tool in tools
    )
    lines = [f"{form.id} ({language})", says.title, *says.introduction]
    lines += [says.collect_use, says.disclose_third_party]
    for one in shown:
        lines += [
            f"{one.name} ({one.provider})" + (f": {one.service}" if one.service else ""),
            f"{words.page['records']}: {', '.join(one.records)}",
            f"{words.page['purposes']}: {', '.join(one.purposes)}",
        ]
    lines += [*says.rights, f"{words.page['from']} {begins.isoformat()}"]
    lines += [f"{words.page['until']} {ends.isoformat()}"] if ends else []
    text = "\n".join([*lines, says.statement, ""])
    return Shown(
        form=form.id,
        language=language,
        says=says,
        tools=shown,
        begins=begins,
        ends=ends,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
