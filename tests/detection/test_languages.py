import time

import pytest

from gateway.detection.languages import Language, admits, clauses, has_unsupported, spanish

CLAUSES = {
    "english": ("Please write to the family.", ["en"]),
    "spanish": ("Por favor escriba a la familia.", ["es"]),
    "both": ("Write this: mi hija está enferma y no va a la escuela", ["en", "es"]),
    "quoted": ('What does "no quiero ir a la escuela" mean in a note', ["en", "es", "en"]),
    "short, by a mark": ("Buenos días", ["es"]),
    "short, by the rest": ("Su hija faltó ayer a la escuela.\nTono positivo", ["es", "es"]),
    "nothing to go by": ("Photosynthesis, chlorophyll", ["en"]),
    "spanish words in english": ("The El Niño effect is a warm current in the sea", ["en"]),
    "english name in spanish": ("La maestra Smith dice que mi hijo habla mucho", ["es"]),
    "lower case": ("mi mama dice que no puedo ir", ["es"]),
    "two sentences": ("I like it. Me gusta la clase de arte.", ["en", "es"]),
    "empty": ("", []),
    "numbers": ("12 + 30 = 42", []),
}


@pytest.mark.parametrize(("text", "languages"), CLAUSES.values(), ids=CLAUSES.keys())
def test_each_clause_has_a_language(text: str, languages: list[str]) -> None:
    assert [one.language.value for one in clauses(text)] == languages


def test_a_text_without_spanish_costs_one_look() -> None:
    assert spanish("Explain how the cell makes energy.") == ()


def test_spanish_stretches_have_exact_offsets() -> None:
    text = 'Translate "su hija está enferma" for me'
    assert [text[start:end] for start, end in spanish(text)] == ["su hija está enferma"]


NAMES = {
    "english": ("Ask Maria Lopez about the trip", "Maria Lopez", True),
    "whole clause": ("Necesito una carta para la familia", "Necesito una carta", False),
    "verb first": ("Hablé con los dos y se calmaron", "Hablé", False),
    "full name": ("Mi héroe es Lionel Messi y también juega", "Lionel Messi", True),
    "full name first": ("Valentina Ríos habla mucho en la clase", "Valentina Ríos", True),
    "single, within": ("ayer vino la mamá de Tomasa a la escuela", "Tomasa", True),
    "single, first": ("Tomasa vino a la escuela", "Tomasa", False),
    "with grammar": ("el perro de Ana y su gato", "Ana y su", False),
    "particles": ("vino el papá de Ana de la Cruz ayer", "Ana de la Cruz", True),
    "small letters": ("la niña rosa no vino", "rosa", False),
    "grammar with a capital": ("no sé. Mi mamá llamó", "Mi", False),
}


@pytest.mark.parametrize(("text", "name", "stands"), NAMES.values(), ids=NAMES.keys())
def test_the_english_model_is_asked_in_english(text: str, name: str, stands: bool) -> None:
    start = text.index(name)
    assert admits(text, start, start + len(name)) is stands


UNSUPPORTED = {
    "english": ("Please write to the family of the boy who was late.", False),
    "spanish": ("Por favor escriba a la familia del niño que no vino.", False),
    "french": ("Les élèves sont dans la classe avec leur professeur pour une leçon.", True),
    "portuguese": ("A professora não está na escola e os alunos foram para casa com você.", True),
    "haitian": ("Pitit mwen an pa t ale lekòl paske li te malad.", True),
    "vietnamese": ("Con của tôi không được đi học và tôi là mẹ của em.", True),
    "tagalog": ("Ang anak ko ay hindi pumasok sa klase ng guro.", True),
    "arabic": ("ابني مريض اليوم ولن يحضر إلى المدرسة", True),
    "chinese": ("我的孩子今天生病了，不能来学校上课，请老师原谅。", True),
    "russian": ("Мой сын сегодня болеет и не придёт в школу.", True),
    "a name in another script": ("Write to 王小明 and to Анна about the field trip.", False),
    "a french word or two": ("The crème brûlée in the play Les Misérables", False),
    "latin names": ("Escherichia coli and Homo sapiens are the names of species", False),
    "a title": ("We read Der Ring des Nibelungen in class", False),
    "list of names": ("Nguyen Van An, Tran Thi Bich, Le Van Cuong", False),
    "within english": (
        "Translate this please.\nMwen pa konprann sa ou di nan lèt la pou pitit mwen",
        True,
    ),
    "a long list with some names in other scripts": (
        "Sort by grade:\n"
        + "\n".join(
            f"Whitlow, Adaeze, {at}\nИванов, Иван, {at}\n" * (at % 9 == 0) + f"Lindqvist, Jo, {at}"
            for at in range(90)
        ),
        False,
    ),
    "a list mostly in another script": ("Sort:\n" + "Иванов, Пётр, 7\nAn Lee, 8\n" * 9, True),
    "a sentence in a long english text": (
        "The students of this class were late again. " * 60
        + "\nМой сын сегодня болеет и не придёт.\n",
        True,
    ),
    "a chinese sentence in a long english text": (
        "The students of this class were late again. " * 60 + "我的孩子今天生病了不能来学校上课。",
        True,
    ),
    "empty": ("", False),
}


@pytest.mark.parametrize(("text", "expected"), UNSUPPORTED.values(), ids=UNSUPPORTED.keys())
def test_other_languages_are_told(text: str, expected: bool) -> None:
    assert has_unsupported(text) is expected


def test_no_text_stalls_it() -> None:
    for unit in ("a", "la ", "á", "la. ", "¿", "de la ", "mi mamá, ", "。", "я "):
        text = (unit * 100_000)[:100_000]
        began = time.process_time()
        spanish(text)
        has_unsupported(text)
        assert time.process_time() - began < 2, unit


def test_every_language_is_spelt_as_in_the_facts() -> None:
    assert [one.value for one in Language] == ["en", "es", "other"]
