"""The restorer: what comes back, wherever the stream is cut."""

import json
from collections.abc import Iterator
from itertools import pairwise

import pytest

from gateway.pseudonyms.entries import Entry
from gateway.pseudonyms.restore import restorer_factory
from gateway.terms.text import Label

PLACED = tuple(
    Entry(value=value, surrogate=surrogate, label=label)
    for value, surrogate, label in (
        ("María", "Talvi", Label.PERSON),
        ("Lopez", "Brenock", Label.PERSON),
        ('Jo "Q"', "Korzen", Label.PERSON),
        ("Ana", "[STUDENT_1_FIRST]", Label.PERSON),
        ("Ana Ruiz", "[STUDENT_1]", Label.PERSON),
        ("maria@x.example", "korvi.tundisk@example.org", Label.EMAIL),
        ("(212) 345-6789", "(555) 555-0142", Label.PHONE),
        ("0042", "94120", Label.STUDENT_ID),
        ("1077", "93333", Label.STUDENT_ID),
        ("12 Oak St", "67 Bimorv St", Label.ADDRESS),
    )
)

TEXT = {
    "whole": ("Talvi Brenock wrote.", "María Lopez wrote."),
    "capitals": ("TALVI BRENOCK", "MARÍA LOPEZ"),
    "lower case": ("talvi brenock", "maría lopez"),
    "odd case": ("tAlVi", "María"),
    "possessive": ("Talvi's and Talvi’s and BRENOCK'S", "María's and María’s and LOPEZ'S"),
    "turned": ("Brenock, Talvi", "Lopez, María"),
    "markdown": ("**Talvi** _Brenock_ `Talvi`", "**María** _Lopez_ `María`"),
    "over lines": ("Talvi\nBrenock", "María\nLopez"),
    "file name": ("Talvi_Brenock.docx", "María_Lopez.docx"),
    "longer word": ("Talvis Talvi2 xTalvi Brenockson", "Talvis Talvi2 xTalvi Brenockson"),
    "mark after": ("Talvi\u0301 Talvié", "Talvi\u0301 Talvié"),
    "no spaces script": ("Talvi说", "María说"),
    "almost": ("Tal Talv Talvi", "Tal Talv María"),
    "twice": ("TalviTalvi Talvi Talvi", "TalviTalvi María María"),
    "tag": ("[STUDENT_1] and [STUDENT_1_FIRST]'s", "Ana Ruiz and Ana's"),
    "tag in lower case": ("[student_1]", "Ana Ruiz"),
    "tag with backslashes": (r"\[STUDENT\_1\] [STUDENT\_1\_FIRST]", "Ana Ruiz Ana"),
    "other tag": ("[STUDENT_12] [STUDENT_1", "[STUDENT_12] [STUDENT_1"),
    "e-mail": ("<korvi.tundisk@example.org>", "<maria@x.example>"),
    "phone": ("call (555) 555-0142.", "call (212) 345-6789."),
    "phone in another format": ("555.555.0142", "555.555.0142"),
    "number": ("id 94120, 194120", "id 0042, 194120"),
    "address over lines": ("67 Bimorv\nSt", "12 Oak St"),
    "dotted capital I": ("İ Talvi İ", "İ María İ"),
    "nothing": ("", ""),
}


def run(pieces: Iterator[str] | list[str], *, json: bool = False) -> str:
    restorer = restorer_factory(PLACED)(json=json)
    return "".join([restorer.feed(piece) for piece in pieces]) + restorer.flush()


def cuts(text: str) -> Iterator[list[str]]:
    yield [text]
    yield list(text)
    for at in range(len(text) + 1):
        yield [text[:at], text[at:]]
    for first, last in pairwise(range(0, len(text), 3)):
        yield [text[:first], "", text[first:last], text[last:]]


@pytest.mark.parametrize(("answer", "wanted"), TEXT.values(), ids=TEXT)
def test_text_is_restored_wherever_it_is_cut(answer: str, wanted: str) -> None:
    for pieces in cuts(answer):
        assert run(pieces) == wanted
        assert run([*pieces[:-1], "".join(pieces[-1:]) + "."]) == wanted + "."


JSON = {
    "a string": ('{"who": "Talvi"}', '{"who": "María"}'),
    "what is put in is escaped": ('{"who": "Korzen"}', r'{"who": "Jo \"Q\""}'),
    "escaped letters": (r'"T\u0061lvi \u0054ALVI"', '"María MARÍA"'),
    "letters before": (r'"caf\u00e9 Talvi\nBrenock"', '"caf\\u00e9 María\\nLopez"'),
    "newline before": (r'"\nTalvi\tBrenock\\Talvi"', r'"\nMaría\tLopez\\María"'),
    "joined letter": (r'"\u00e9Talvi Talvi\u00e9"', r'"\u00e9Talvi Talvi\u00e9"'),
    "surrogate pair": (r'"\ud83d\ude00Talvi\ud83d\ude00"', r'"\ud83d\ude00María\ud83d\ude00"'),
    "letter outside the plane": (r'"Talvi\ud835\udc00"', r'"Talvi\ud835\udc00"'),
    "quotes": (r'"\"Talvi\" said"', r'"\"María\" said"'),
    "key": ('{"Talvi": 1}', '{"María": 1}'),
    "bare number": ('{"id": 94120, "n": 93333}', '{"id": "0042", "n": 1077}'),
    "number in a string": ('{"id": "94120"}', '{"id": "0042"}'),
    "after an escaped quote": (r'{"a": "\"", "id": 94120}', r'{"a": "\"", "id": "0042"}'),
    "untouched": (r'{"a":"\u00e9 \/ \b"}', r'{"a":"\u00e9 \/ \b"}'),
    "tag with backslashes": (r'"\\[STUDENT\\_1\\]"', '"Ana Ruiz"'),
    "broken escape": (r'"\u12 Talvi \x"', r'"\u12 María \x"'),
    "ends in an escape": ('"Talvi\\', '"María\\'),
    "ends in half a pair": (r'"Talvi \ud83d', r'"María \ud83d'),
}


@pytest.mark.parametrize(("answer", "wanted"), JSON.values(), ids=JSON)
def test_json_is_restored_wherever_it_is_cut(answer: str, wanted: str) -> None:
    for pieces in cuts(answer):
        assert run(pieces, json=True) == wanted


def test_what_was_put_in_is_never_restored_again() -> None:
    chain = (
        Entry(value="Brenock", surrogate="Talvi", label=Label.PERSON),
        Entry(value="Talvi", surrogate="Brenock", label=Label.PERSON),
    )
    restorer = restorer_factory(chain)(json=False)
    assert restorer.feed("Talvi Brenock ") + restorer.flush() == "Brenock Talvi "


def test_only_what_may_become_a_surrogate_is_held_back() -> None:
    restorer = restorer_factory(PLACED)(json=False)
    assert restorer.feed("The tall") == "The tall"
    assert restorer.feed(" man") == " man"
    assert restorer.feed(" Tal") == " "
    assert restorer.feed("l") == "Tall"
    assert restorer.feed(" Talvi") == " "
    assert restorer.feed("'") == "María'"
    assert restorer.feed("[STUDENT_1]") == "Ana Ruiz"
    assert restorer.flush() == ""


def test_a_flushed_restorer_gives_what_it_held() -> None:
    restorer = restorer_factory(PLACED)(json=False)
    assert restorer.feed("Talv") == ""
    assert restorer.flush() == "Talv"
    assert restorer.flush() == ""


def test_runs_of_one_answer_do_not_mix() -> None:
    make = restorer_factory(PLACED)
    one, other = make(json=False), make(json=False)
    assert one.feed("Tal") + other.feed("vi ") + one.feed("vi ") == "vi María "


def test_without_surrogates_everything_passes() -> None:
    restorer = restorer_factory(())(json=True)
    assert restorer.feed('{"a": "Tal') == '{"a": "Tal'
    assert restorer.flush() == ""


def test_what_is_put_into_json_is_json() -> None:
    for entry in PLACED:
        answer = json.dumps({"a": entry.surrogate, entry.surrogate: [entry.surrogate]})
        wanted = {"a": entry.value, entry.value: [entry.value]}
        assert json.loads(run(list(answer), json=True)) == wanted
