import json
from pathlib import Path

import pytest

from gateway.decision.drafts import RuleDraft, draft_to_text
from tests.cli.conftest import Commands
from tests.decision.test_drafts import NO_ESSAYS


def test_a_back_test_tells_what_would_change_as_words_and_as_json(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    said = run.ok("backtest", "--since", "30d", "--data", data)
    assert "0 decisions: 0 the same, 0 would change, 0 undecidable." in said
    file = tmp_path / "draft.json"
    file.write_text(draft_to_text(RuleDraft(id="autumn", forms=(NO_ESSAYS,))))
    told = json.loads(
        run.ok("backtest", "--rules", file, "--since", "2026-03-01", "--json", "--data", data)
    )
    assert (told["decisions"], told["changed"], told["turned"]) == (0, 0, [])


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--since", "long ago"), "`--since` is a span such as `30d`"),
        (("--with", "coppa_age=12"), "the law says 13"),
        (("--rules", "none"), "there is no rule version `none`"),
        (("--rules", "none.json"), "`none.json` cannot be read"),
    ],
)
def test_what_cannot_be_tried_is_told(
    run: Commands, data: Path, words: tuple[str, ...], fault: str
) -> None:
    done = run("backtest", *words, "--data", data)
    assert done.code == 1
    assert fault in done.err
