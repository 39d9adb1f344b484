import re
from dataclasses import replace

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.explain import (
    GROUNDS,
    NOT_ADVICE,
    explanation,
    language_of,
    passes_bare,
    refusal,
)
from gateway.decision.packs import RuleSet
from gateway.decision.wording import Language
from gateway.terms.chat import Refusal
from gateway.terms.disclosure import Basis


def _refusal(engine: Engine, asker: str, about: list[str], changes: dict[str, object]) -> Refusal:
    facts = bases.facts(asker, about)
    for path, value in changes.items():
        facts = bases.override(facts, path, value)
    return refusal(engine.decide(facts), facts, bare_passes=passes_bare(engine, facts), record="R1")


def test_staff_read_the_rule_its_source_and_the_remedy(engine: Engine) -> None:
    told = _refusal(engine, "teacher", ["pupil"], {"district.pseudonymised_basis": "consent_only"})
    assert told.status == 403
    assert told.code == "refused"
    assert told.record == "R1"
    assert told.rules == ("ferpa.no-consent",)
    assert "34 CFR 99.30(a)" in told.message
    assert "get a signed consent" in told.message
    assert "without the protected parts" in told.message
    assert NOT_ADVICE in told.message


def test_a_districts_rule_is_told_as_the_districts(engine: Engine) -> None:
    told = _refusal(engine, "teacher", [], {"tool.status": "suspended"})
    assert "not statute: district rule" in told.message
    assert NOT_ADVICE not in told.message
    assert "without the protected parts" not in told.message


def test_a_hold_says_who_can_choose_and_where(engine: Engine) -> None:
    told = _refusal(engine, "teacher", ["pupil"], {"district.pseudonymised_basis": "unset"})
    assert told.code == "held"
    assert told.rules == ("ferpa.basis-unset",)
    assert "official chooses the basis" in told.message
    assert "district settings" in told.message


def test_students_read_plain_words(engine: Engine) -> None:
    told = _refusal(engine, "child", ["self"], {})
    assert told.message.startswith("This was not sent.")
    assert "permission" in told.message
    assert "CFR" not in told.message
    assert "without names" not in told.message
    opened = _refusal(engine, "child", ["self"], {"district.under_13_without_personal_data": True})
    assert "without names" in opened.message


def test_the_same_reason_for_many_is_told_once(engine: Engine) -> None:
    changes: dict[str, object] = {"district.pseudonymised_basis": "consent_only"}
    told = _refusal(engine, "teacher", ["pupil", "pupil", "pupil"], changes)
    assert told.message.count("No written consent") == 1


def test_an_explanation_names_grounds_rules_and_versions(engine: Engine) -> None:
    facts = bases.override(bases.facts("teacher", ["pupil", "colleague"]), "subject.mentions", 2)
    decision = engine.decide(facts)
    text = "\n".join(explanation(decision, facts))
    assert "About `pupil`: pseudonymise" in text
    assert "ferpa.no-consent (34 CFR 99.30(a))" in text
    assert "district.replace-staff (not statute: district rule)" in text
    assert decision.rule_set[:12] in text
    assert decision.engine in text
    consented = bases.override(facts, "subject.consent", "good")
    assert "consent `consent`" in "\n".join(explanation(engine.decide(consented), consented))


def test_what_holds_for_several_people_is_said_once(engine: Engine) -> None:
    facts = bases.facts("teacher", ["pupil", "pupil"])
    first, second = facts.subjects
    facts = replace(facts, subjects=(replace(first, id="a"), replace(second, id="b")))
    lines = explanation(engine.decide(facts), facts)
    assert any(line.startswith("About `a`, `b`: pseudonymise, on ") for line in lines)
    [rule] = [line for line in lines if line.startswith("ferpa.no-consent ")]
    assert " About `a`, `b`. To let it pass: " in rule


def test_every_basis_has_words() -> None:
    assert GROUNDS.keys() == set(Basis)


def test_every_rule_reads_well(rule_set: RuleSet) -> None:
    for rule in rule_set.rules():
        if rule.effect == "permit":
            continue
        assert rule.text.endswith("."), rule.id
        assert rule.plain.endswith("."), rule.id
        assert rule.remedy, rule.id
        assert not rule.remedy.endswith("."), rule.id
        assert rule.remedy[0].islower(), rule.id


def _grade(text: str) -> float:
    """Return the Flesch-Kincaid grade, with syllables counted as runs of vowels."""
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words
    )
    sentences = max(1, len(re.findall(r"[.!?]", text)))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("pack", ["coppa", "ferpa", "district"])
def test_plain_words_are_plain(rule_set: RuleSet, pack: str) -> None:
    [chosen] = [one for one in rule_set.packs if one.id == pack]
    hard = {
        rule.id: round(_grade(rule.plain), 1)
        for rule in chosen.rules
        if rule.effect == "forbid" and _grade(rule.plain) > 9
    }
    assert not hard
    grades = [_grade(rule.plain) for rule in chosen.rules if rule.effect == "forbid"]
    assert sum(grades) / len(grades) < 6.5


def _told(rule_set: RuleSet, asker: str, language: Language) -> str:
    engine = Engine(rule_set)
    facts = bases.override(bases.facts(asker, ["pupil"]), "district.pseudonymised_basis", "unset")
    facts = bases.override(facts, "principal.consent", "good")
    told = refusal(
        engine.decide(facts), facts, bare_passes=True, voices=engine.voices, language=language
    )
    return told.message


@pytest.mark.parametrize(
    ("asker", "language", "words"),
    [
        ("teacher", Language.ENGLISH, "Held, not sent. No official has yet chosen"),
        ("teen", Language.ENGLISH, "This was not sent yet. A person at school has to decide"),
        ("child", Language.ENGLISH, "This was not sent yet. A grown-up at school has to decide"),
        ("guardian", Language.ENGLISH, "Held, not sent. The district has not yet decided"),
        ("teacher", Language.SPANISH, "Retenido, no enviado. Ningún responsable ha elegido"),
        ("teen", Language.SPANISH, "Esto todavía no se envió. Una persona de la escuela"),
        ("child", Language.SPANISH, "Esto todavía no se envió. Una persona adulta"),
        ("guardian", Language.SPANISH, "Retenido, no enviado. El distrito todavía no ha decidido"),
    ],
)
def test_each_reader_is_told_in_own_words_and_language(
    rule_set: RuleSet, asker: str, language: Language, words: str
) -> None:
    assert _told(rule_set, asker, language).startswith(words)


def test_a_reason_without_words_in_a_language_is_told_in_english(engine: Engine) -> None:
    facts = bases.facts("teacher", ["pupil"])
    facts = bases.override(facts, "district.pseudonymised_basis", "unset")
    told = refusal(engine.decide(facts), facts, bare_passes=False, language=Language.SPANISH)
    assert told.message.startswith("Retenido, no enviado. No official has yet chosen")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", Language.ENGLISH),
        ("es", Language.SPANISH),
        ("es-MX,es;q=0.9,en;q=0.8", Language.SPANISH),
        ("en-US,en;q=0.9,es;q=0.8", Language.ENGLISH),
        ("en;q=0.2, es;q=0.7", Language.SPANISH),
        ("fr-CA, es;q=0.5", Language.SPANISH),
        ("es;q=x", Language.ENGLISH),
        (";;,,q=", Language.ENGLISH),
    ],
)
def test_the_language_is_what_the_browser_asks_for(accepted: str, language: Language) -> None:
    assert language_of(accepted) is language
