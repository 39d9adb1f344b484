import pytest

from gateway.decision.packs import PackText, load_rule_set, rule_set_from_bytes
from gateway.decision.wording import Language, Reader, Voice, read_texts, voices
from gateway.errors import Unusable
from tests.decision.test_packs import BASELINE, RULE, TOML

TEXTS = """\
["local.quiet"]
young = "No names here."
parent = "Names are replaced on this tool."
es.staff = "En esta herramienta se reemplazan los nombres."
es.student = "Los nombres se cambian."
es.young = "Aquí no van nombres."
es.parent = "En esta herramienta se reemplazan los nombres."
es.remedy = "use otra herramienta"
"""


def _pack(texts: str) -> PackText:
    files = {"rules.cedar": f"{BASELINE}\n{RULE}"}
    return PackText(name="local", toml=TOML, files=files, texts=texts)


def test_each_reader_is_spoken_to_in_each_language() -> None:
    rule_set = load_rule_set([], texts=[_pack(TEXTS)])
    [rule] = [rule for rule in rule_set.rules() if rule.id == "local.quiet"]
    english, spanish = rule.voices[Language.ENGLISH], rule.voices[Language.SPANISH]
    assert english.to(Reader.STUDENT) == "Names are swapped."
    assert english.to(Reader.YOUNG) == "No names here."
    assert spanish.to(Reader.YOUNG) == "Aquí no van nombres."
    assert spanish.remedy == "use otra herramienta"
    again = rule_set_from_bytes(rule_set.data)
    assert again == rule_set
    assert again.packs[0].texts == TEXTS


def test_a_rule_without_other_words_says_what_it_has() -> None:
    english = voices(Voice(staff="s", student="p"), None)[Language.ENGLISH]
    assert [english.to(reader) for reader in Reader] == ["s", "p", "p", "s"]


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (TEXTS.replace("young =", "yuong =", 1), "`young` is missing"),
        (TEXTS.replace('"No names here."', '" "'), "`young` says nothing"),
        (TEXTS + 'es.more = "x"\n', "`es.more` is not known"),
        (TEXTS.replace("quiet", "loud"), "there is no rule `local.loud`"),
        ("# nothing\n", "rule `local.quiet` has no words here"),
        ("x =", "local/texts.toml"),
    ],
)
def test_words_that_are_not_whole_keep_a_pack_from_loading(texts: str, fault: str) -> None:
    with pytest.raises(Unusable) as caught:
        load_rule_set([], texts=[_pack(texts)])
    assert fault in caught.value.message


def test_words_for_readers_are_read_by_rule() -> None:
    told, wrong = read_texts(TEXTS)
    assert list(told) == ["local.quiet"]
    assert wrong == []
