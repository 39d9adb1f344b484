"""`python -m tests.bench.decision [--json]`: how long a decision takes that was never made before.

Prompts of a teacher about five pupils, each prompt unlike every other, decided by engines that
remember no more than one gate, so that no memo helps; with the shipped packs, and with 200 more
rules of a district's own made by the form, spread over ten tools and all purposes. `remembered` is
the first of these as it runs: no prompt was decided before, but many a pupil's gate was, of whom
rules read the same. The rounds take turns, and the median of their percentiles counts.

A decision waits for nothing, so the aims are for the time it takes on the processor; the time on
the clock stands beside it, and is longer where other programs want the processor, too.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.forms import RuleForm, forms_pack
from gateway.decision.packs import load_rule_set
from gateway.terms.decision import ConsentFacts, Facts, Outcome
from gateway.terms.disclosure import Category, Purpose
from gateway.terms.people import Role

PUPILS = 5
RULES = 200
PROMPTS, ROUNDS = 300, 7
TOOLS = ("tool", *(f"tool-{at}" for at in range(1, 10)))
AIMS = {"shipped": 2.0, "district": 5.0, "remembered": 2.0}
"""The longest a decision may take at the 99th percentile, in milliseconds."""
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def district_rules(count: int, *, seed: int = 1) -> list[RuleForm]:
    """Return rules as a district would make them: some tools, some purposes, some people."""
    rng = Random(seed)
    return [
        RuleForm(
            id=f"local.rule-{at}",
            outcome=rng.choice((Outcome.PSEUDONYMISE, Outcome.HOLD, Outcome.REFUSE)),
            reason=f"Rule {at} of the district.",
            plain="The school has a rule about this.",
            remedy="ask the office",
            tools=frozenset(rng.sample(TOOLS, 2)),
            purposes=frozenset(rng.sample(tuple(Purpose), 2)),
            roles=frozenset(rng.sample(tuple(Role), 2)),
            schools=frozenset({f"school-{rng.randrange(9)}"}),
            categories=frozenset(rng.sample(tuple(Category), 2)),
        )
        for at in range(count)
    ]


def prompts(count: int, *, seed: int) -> list[Facts]:
    """Return facts of prompts, no two alike, about pupils half of whom consented."""
    rng = Random(seed)
    base = bases.facts("teacher", ["pupil"] * PUPILS)
    out = []
    for at in range(count):
        pupils = tuple(
            replace(
                pupil,
                id=f"{seed}-{at}-{place}",
                mentions=1 + rng.randrange(10**6),
                age=rng.randint(13, 17),
                categories=frozenset(rng.sample(tuple(Category), 2)),
                consent=bases.GOOD_CONSENT if rng.random() < 0.5 else ConsentFacts(),
            )
            for place, pupil in enumerate(base.subjects)
        )
        asker = replace(
            base.principal,
            schools=(f"school-{rng.randrange(9)}",),
            classes=(f"class-{seed}-{at}",),
        )
        purpose = rng.choice(tuple(Purpose))
        out.append(replace(base, principal=asker, subjects=pupils, purpose=purpose))
    return out


def times(engine: Engine, asked: Sequence[Facts]) -> dict[str, list[float]]:
    """Return how long each decision takes, in milliseconds, on the processor and on the clock."""
    processor, clock = [], []
    for facts in asked:
        began, used = time.perf_counter(), time.thread_time()
        engine.decide(facts)
        processor.append((time.thread_time() - used) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    return {"processor": sorted(processor), "clock": sorted(clock)}


def measure() -> dict[str, dict[str, dict[str, float]]]:
    """Return percentiles in milliseconds, by rule set and by processor or clock."""
    pack = forms_pack("local", "A district's own", district_rules(RULES))
    engines = {
        "shipped": Engine(load_rule_set(), memo_size=1),
        "district": Engine(load_rule_set(texts=[pack]), memo_size=1),
        "remembered": Engine(load_rule_set()),
    }
    rounds: dict[str, list[dict[str, list[float]]]] = {name: [] for name in engines}
    for engine in engines.values():
        times(engine, prompts(50, seed=0))
    for turn in range(1, ROUNDS + 1):
        for name, engine in engines.items():
            rounds[name].append(times(engine, prompts(PROMPTS, seed=turn)))
    return {
        name: {
            by: {
                label: round(statistics.median(one[by][int(PROMPTS * share)] for one in turns), 3)
                for label, share in SHARES.items()
            }
            for by in ("processor", "clock")
        }
        for name, turns in rounds.items()
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.decision", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args()
    figures = measure()
    if chosen.json:
        print(json.dumps(figures, indent=2))
        return
    for name, row in figures.items():
        met = "met" if row["processor"]["p99"] <= AIMS[name] else "missed"
        for by, told in row.items():
            words = ", ".join(f"{label} {took:.2f} ms" for label, took in told.items())
            print(f"{name:10} {by:9} {words}")
        print(f"{name:10} aim p99 {AIMS[name]:.0f} ms: {met}")


if __name__ == "__main__":
    main()
