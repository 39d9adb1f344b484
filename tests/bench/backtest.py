"""How long trying rules on a million recorded decisions takes, on two cores.

    python -m tests.bench.backtest [--decisions 1000000] [--distinct N]

A district's decisions are mostly alike: half of its prompts describe nobody, a third one person,
few many. By default a million decisions are drawn from 20,000 such; `--distinct` makes each of so
many decisions one of its own, which is the worst there can be.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from random import Random

from gateway.audit.canonical import encode
from gateway.decision.backtest import Tally
from gateway.decision.engine import Engine
from gateway.decision.facts import content_of
from gateway.decision.packs import RuleSet, load_rule_set
from gateway.jobs.backtest import AHEAD, PAGE, PROCESSES
from gateway.jobs.trial_process import begin, hear
from gateway.steps.draft import Draft
from tests.bench.decision import prompts

KINDS = 20_000


def entries(rules: RuleSet, kinds: int) -> list[bytes]:
    """Return the entries of decisions, each of another kind."""
    engine, out = Engine(rules), []
    rng = Random(2)
    for at, facts in enumerate(prompts(kinds, seed=1)):
        described = facts.subjects[: rng.choices((0, 1, 2, 5), (50, 33, 12, 5))[0]]
        facts = replace(
            facts,
            subjects=described,
            content=content_of(described),
            weekday=1 + at % 5,
            hour=8 + at % 8,
        )
        draft = Draft(f"{at:026}", now=lambda: 5, hash_key=b"k" * 32)
        draft.decided(facts, engine.decide(facts))
        out.append(encode(draft.intent()))
    return out


def pages(made: list[bytes], decisions: int) -> Iterator[list[bytes]]:
    """Yield pages of so many decisions, drawn from those made; busy kinds come more often."""
    rng = Random(5)
    if decisions == len(made):
        yield from (made[at : at + PAGE] for at in range(0, decisions, PAGE))
        return
    for _ in range(decisions // PAGE):
        yield [made[int(len(made) * rng.random() ** 2)] for _ in range(PAGE)]


async def measure(rules: RuleSet, made: list[bytes], decisions: int) -> tuple[float, Tally]:
    """Return how many seconds trying took, and what came of it."""
    tally, loop = Tally(), asyncio.get_running_loop()
    began = time.perf_counter()
    with ProcessPoolExecutor(
        PROCESSES,
        mp_context=get_context("spawn"),
        initializer=begin,
        initargs=(rules.data, {rules.sha256: rules.data}, {}),
    ) as pool:
        waiting: list[asyncio.Future[Tally]] = []
        for page in pages(made, decisions):
            waiting.append(loop.run_in_executor(pool, hear, page))
            if len(waiting) >= PROCESSES * AHEAD:
                tally.add(await waiting.pop(0))
        for one in waiting:
            tally.add(await one)
    return time.perf_counter() - began, tally


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.backtest", description=__doc__)
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=0, help="so many, each of its own kind")
    chosen = parser.parse_args()
    rules = load_rule_set()
    made = entries(rules, chosen.distinct or KINDS)
    decisions = chosen.distinct or chosen.decisions
    seconds, tally = asyncio.run(measure(rules, made, decisions))
    figures = {
        "decisions": tally.decisions,
        "kinds": len(made),
        "decided": tally.distinct,
        "same": tally.same,
        "seconds": round(seconds, 1),
        "bytes_an_entry": sum(map(len, made)) // len(made),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
