import pytest

from gateway.detection.scholarly import _FORMS, cited
from tests.corpus.markup import read_corpus

FORMS = {
    "a page": ('The valley is "dry" (Zorvan 44).', ["Zorvan"]),
    "pages": ("It ends badly (Zorvan 12-14).", ["Zorvan"]),
    "two authors": ("It ends badly (Zorvan and Brell 12).", ["Zorvan and Brell"]),
    "several authors": ("It ends badly (Zorvan et al., 2009).", ["Zorvan"]),
    "a year": ("Zorvan (2009) saw the same.", ["Zorvan"]),
    "works cited": ('Zorvan, Tavi. "Two Moons." The New Reader, 2009.', ["Zorvan, Tavi"]),
    "works cited, initials": ("Zorvan, T. B. (2009). Two moons.", ["Zorvan, T. B."]),
    "works cited in a line": (
        "MLA: Zorvan, Tavi. Two Moons. Anchor, 1994.",
        ["Zorvan, Tavi."],
    ),
    "a law": ("How does Zorvan's law help?", ["Zorvan"]),
    "an effect": ("Explain the Zorvan effect.", ["Zorvan"]),
    "a pupil's test": ("Zorvan's score fell.", []),
    "a case": ("Zorvan v. Brell in 1963", ["Brell", "Zorvan"]),
    "a case of initials": ("in Zorvan v. B.L., the cheerleader", ["B.L.", "Zorvan"]),
    "a queen": ("Then Queen Zorvan II left.", ["Queen Zorvan II"]),
    "an officer": ("He sent General Zorvan there.", ["General Zorvan"]),
    "a governor": ("Then Governor Zorvan left.", ["Governor Zorvan"]),
    "by what a ruler was called": ("What did Zorvan the Great change?", ["Zorvan"]),
    "a ruler of a place": ("Zorvan, Duke of Brell, left.", ["Zorvan"]),
    "an age": ("Zorvan (12) and my sister (Ava, 12) left.", []),
    "a score": ("The best one (Zorvan 92) left.", []),
    "a list of grades": ("Zorvan 44, Brell 45", []),
    "a room": ("Ms. Brell (Room 44) left.", []),
    "a pupil's poem": ("It is a poem by Tavi Zorvan.", []),
    "a pupil's thought": ("As Tavi writes, it rained.", []),
    "a given name that is a title": ("Then Prince Zorvan and Justice Brell left.", []),
    "a principal": ("Principal Zorvan and Coach Brell left.", []),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS.keys())
def test_authors_and_rulers_are_known_by_the_form(text: str, expected: list[str]) -> None:
    assert [text[start:end].strip() for start, end in cited(text)] == expected


def test_a_form_is_in_no_text_without_what_it_needs() -> None:
    texts = [text for text, _ in FORMS.values()] + [prompt.text for prompt in read_corpus()]
    found = [(one, text) for text in texts for one in _FORMS if one.pattern.search(text)]
    assert {one for one, _ in found} == set(_FORMS)
    for one, text in found:
        assert any(need in text for need in one.needs), (one, text)
