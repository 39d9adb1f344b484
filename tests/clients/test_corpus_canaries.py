"""The whole K-12 corpus through a running gateway that keeps words: none is anywhere in clear.

Every name of every prompt is a canary here, half of them on the roster, and every prompt says a
word of its own. What was typed is kept, sealed, and can be read by two people: so it is known that
the words were there, and that they are nowhere else than in the sealed tables and on the roster.
"""

import asyncio
import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from gateway.app.store import open_store
from gateway.district.edits import set_choices
from gateway.settings import load
from gateway.store import tables
from gateway.store.contents import list_contents, open_content
from gateway.store.engine import Reader
from gateway.terms.contents import ContentPart
from gateway.terms.people import Role
from gateway.terms.text import Label
from tests.clients.canaries import Town
from tests.clients.search import Search
from tests.clients.test_canaries import COMPLETIONS, assert_clean, authorised, database
from tests.corpus.markup import Mark, Prompt, Turn, read_corpus

PERSONAS = {"teacher": "teacher", "student": "student_13_17", "counsellor": "counsellor"}
"""Who types what somebody of this kind wrote; everybody else is the office."""
OFFICE = "admin"
UNLIMITED = {
    f"CROSSING_GUARD_{name}": "0"
    for name in ("REQUESTS_PER_MINUTE", "REQUESTS_PER_MINUTE_CLASS", "REQUESTS_PER_MINUTE_KEY")
} | {"CROSSING_GUARD_TOKENS_PER_DAY": "0"}
SHORTEST = 9
"""Letters and digits of an address or a number that nothing else is likely to be."""


@dataclass(kw_only=True)
class Cast:
    """Gives the people of the corpus other names: those of pupils here, or of nobody."""

    town: Town
    pupils: "itertools.cycle[tuple[str, str]]"
    given: dict[tuple[str, str], tuple[str, str]]

    def name(self, prompt: Prompt, mark: Mark) -> tuple[str, str]:
        """Return the name that somebody of a prompt has here, the same in all of it."""
        role = {one.id: one.role for one in prompt.roster}.get(mark.subject)
        words = prompt.text[mark.start : mark.end]
        who = (prompt.id, mark.subject or words)
        if who not in self.given:
            pupil = next(self.pupils) if role is Role.STUDENT else None
            self.given[who] = pupil or (self.town.fresh(), self.town.fresh())
        return self.given[who]

    def said(self, prompt: Prompt, mark: Mark) -> str:
        """Return what stands in a mark's place."""
        words = prompt.text[mark.start : mark.end]
        if mark.label is not Label.PERSON:
            if sum(map(str.isalnum, words)) >= SHORTEST and "\n" not in words:
                self.town.words.append(words)
            return words
        given, family = self.name(prompt, mark)
        return f"{given} {family}" if " " in words else given

    def messages(self, prompt: Prompt) -> list[dict[str, str]]:
        """Return a prompt as a client sends it, with other names and a word of its own."""
        said: list[dict[str, str]] = []
        whole = Turn(speaker="user", start=0, end=len(prompt.text))
        for turn in prompt.turns or (whole,):
            pieces, at = [], turn.start
            for mark in prompt.marks:
                if turn.start <= mark.start < turn.end:
                    pieces += [prompt.text[at : mark.start], self.said(prompt, mark)]
                    at = mark.end
            pieces.append(prompt.text[at : turn.end])
            said.append({"role": turn.speaker, "content": "".join(pieces)})
        said[-1]["content"] += f"\nPut it under {self.town.fresh().lower()}."
        return said


def keep_words(town: Town) -> None:
    """Have the district keep all there is to keep."""

    async def choose() -> None:
        async with open_store(load(town.data)) as store:
            await store.district.refresh()
            chosen = replace(store.district.choices, content_kept=frozenset(ContentPart))
            await store.commit.run(lambda db: set_choices(db, chosen))

    asyncio.run(choose())


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_word_of_the_corpus_is_anywhere_in_clear(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    town = Town(tmp_path, url, **UNLIMITED)
    keep_words(town)
    pupils = [name for who, name in town.names.items() if who not in PERSONAS.values()]
    cast = Cast(town=town, pupils=itertools.cycle(pupils), given={})
    corpus = read_corpus()
    statuses: dict[str, int] = {}
    with town.serving("term") as (_gateway, client):
        for number, prompt in enumerate(corpus):
            body: dict[str, Any] = {
                "model": "practice",
                "messages": cast.messages(prompt),
                "stream": bool(number % 2),
            }
            headers = authorised(town, PERSONAS.get(prompt.by, OFFICE))
            answer = client.post(COMPLETIONS, json=body, headers=headers)
            outcome = answer.headers.get("x-crossing-guard-outcome", str(answer.status_code))
            statuses[outcome] = statuses.get(outcome, 0) + 1
        seen = {path: client.get(path).content for path in ("/metrics", "/readyz")}
    assert set(statuses) <= {"forward", "pseudonymise", "hold", "refuse", "safety"}, statuses
    assert statuses["pseudonymise"] > len(corpus) // 4, statuses
    town.command("log", "verify")
    town.command("log", "export", "--out", str(town.cwd / "export"))

    search = Search({*town.words, *town.keys})
    assert_clean(town, search, url, seen | {"heads of answers": b"\n".join(town.heads)})
    typed = asyncio.run(kept_of(town, url))
    left = statuses["pseudonymise"] + statuses.get("forward", 0)
    assert len(typed) == left
    assert all(search(one) for one in typed), "what was kept holds no canary: nothing was shown"


async def kept_of(town: Town, url: str) -> list[bytes]:
    """Return what was typed, as far as it was kept, opened with the keys."""
    reader = Reader(database(town, url))
    async with open_store(load(town.data)) as store:
        fields = store.keys.fields

        def unit(db: Connection) -> list[bytes]:
            total = db.execute(select(func.count()).select_from(tables.contents)).scalar_one()
            rows = list_contents(db, limit=total)
            opened = [open_content(db, fields, one.id) or {} for one in rows]
            assert all(one.keys() == set(ContentPart) for one in opened)
            return [one[ContentPart.TYPED][0] for one in opened]

        typed = await reader.read(unit)
    await reader.close()
    return typed
