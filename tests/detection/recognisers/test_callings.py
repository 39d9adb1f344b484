import pytest

from gateway.detection.recognisers.callings import Callings
from tests.detection.recognisers.tables import check

RECOGNISER = Callings()

HITS = [
    "una güerita que le dicen ⟦Coco⟧, y",
    "Jericho from ⟦Tamsin⟧'s caseload",
    "- new kid, ⟦Bao⟧, hasn't been tested",
    "new student ⟦Oksana⟧ starts Monday",
    "⟦Faith⟧ from the other section is taking it too",
    "⟦Zora⟧ in my 3rd period asked",
    "his student JQ said no and ⟦RB⟧ left".replace("JQ", "⟦JQ⟧"),
    "a student, aka ⟦Moose⟧, ran",
    'Alexander "⟦Xan⟧" Boyd',
    "but I, ⟦Zuza⟧, think 8",
    "uses ⟦Bartek⟧ (17) to interpret",
    "⟦Milagros Pons⟧, aged 9",
    "and ⟦coco⟧ says girl code",
    "she told ⟦dre⟧ about it",
    "thats ⟦hectors⟧ cousin",
    "thats ⟦xanders⟧ cousin",
    "also ⟦mikaylas⟧ insta",
    "everyone calls ⟦Tugboat⟧ slow",
    "hi its ⟦lily⟧ again",
    "a student named ⟦Priya⟧ hit me",
    "a girl called ⟦jayla⟧",
    "my name is ⟦rosa delgado⟧.",
    "this is ⟦Jayden⟧'s dad",
    "Student: ⟦Jayden Ruiz⟧\nTeacher: ⟦Okafor⟧\nName: ⟦Ortiz⟧, ⟦Luis⟧\nTopic: Photosynthesis",
    "Dear ⟦Rosa⟧,\nI see.\n\nSincerely,\n⟦Dana Whitfield⟧",
    "Hi ⟦Jayden⟧, how are you?",
    "me and ⟦jayden⟧ fought",
    "⟦jayden⟧ told me no",
    "⟦maya⟧ and me went",
    "i sit next to ⟦jayden⟧",
    "the student ⟦R.K⟧. was rude to ⟦T.W⟧. at lunch",
    "my student ⟦Amara⟧ reads",
    "From: ⟦Luis⟧\nTo: ⟦Ana Bell⟧\nSubject: Field Trip",
    '"name": "⟦Jayden Ruiz⟧", "teacher": "⟦Okafor⟧"',
    "Hola ⟦Lucía⟧,",
    "me llamo ⟦diego⟧",
    "Estudiante: ⟦Mateo Rivas⟧",
    "| Name | ⟦Amara Obi⟧ |",
    "Thanks so much,\nCoach ⟦Dan⟧",
    "another student, ⟦Hope⟧, cried",
    "kid ⟦K.W⟧. left",
]

NEAR_MISSES = [
    "the student saw that NY said no",
    "DNA said HW said",
    'Wayne "The" Rock',
    'The Great "Depression" Era',
    "see Chapter (17)",
    "I, too, sing",
    "and nobody says so",
    "they asked why",
    "the bens class",
    "teachers desk",
    "hectors desk",
    "james house".replace("james", "boys"),
    "its raining again",
    "the book called Wonder",
    "a planet named Mars",
    "This is hard",
    "this is a test",
    "Dear Parents,",
    "Hello everyone,",
    "who told me that?",
    "he said my name",
    "i love pizza",
    "me and my dog",
    "the U.S. and the teacher",
    "J.K. Rowling, says the teacher",
    "A student May speak",
    "Topic: Photosynthesis",
    "at 9 A.M. the class begins",
    "you and me",
    "Thanks,\nI will",
    "By: Friday",
    "the class met P.E. teachers",
    "Dear Families,",
    "Subject: Math",
    "my friend and me",
    "the movie is called Coco",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
