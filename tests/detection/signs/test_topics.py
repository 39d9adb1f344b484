import pytest

from gateway.detection.signs.read import hear
from gateway.detection.signs.topics import elicits, topics
from gateway.terms.signs import Topic

T = Topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("My student has an IEP.", T.SPECIAL_EDUCATION),
        ("Su hijo tiene un plan 504.", T.SPECIAL_EDUCATION),
        ("The boy is an EL, ELPAC level 2.", T.LANGUAGE_STATUS),
        ("She takes Concerta for ADHD.", T.HEALTH),
        ("He got OSS for fighting.", T.CONDUCT),
        ("Her family gets free lunch.", T.ECONOMIC),
        ("The student is undocumented.", T.IMMIGRATION),
        ("A pupil reading at 620L.", T.ASSESSMENT),
        ("He was absent 14 of 42 days.", T.ATTENDANCE),
        ("Her dad is in jail.", T.FAMILY),
        ("My parents voted for the other party.", T.POLITICS),
        ("I have depression.", T.MENTAL_PROBLEMS),
        ("I think I am gay.", T.SEX),
        ("i vaped with my brother", T.ILLEGAL_BEHAVIOUR),
        ("My mom drinks every night.", T.FAMILY_APPRAISAL),
        ("my therapist says so", T.PRIVILEGED_RELATIONS),
        ("My family goes to the mosque, I am Muslim.", T.RELIGION),
        ("my family is poor", T.INCOME),
    ],
)
def test_each_topic_is_found_where_it_is_about_somebody(text: str, topic: Topic) -> None:
    assert topic in topics(hear(text))


@pytest.mark.parametrize(
    "text",
    [
        "Explain what photosynthesis is.",
        "Explain IEP law for new teachers.",
        "What is diabetes? Lesson for grade 5.",
        "Compare Islam and Christianity in the Middle Ages.",
        "How do antibiotics work?",
        "Solve 3x + 2 = 11.",
        "Write a lesson about asylum law.",
    ],
)
def test_schoolwork_speaks_of_nobodys_record(text: str) -> None:
    assert topics(hear(text)) == frozenset()


def test_a_name_is_somebody() -> None:
    text = hear("Maria: IEP, Diego: asthma")
    assert topics(text) == frozenset()
    assert topics(text, named=True) == {T.SPECIAL_EDUCATION, T.HEALTH}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Write a survey for students about their family's religion.", True),
        ("Ask students who their parents voted for.", True),
        ("Haz una encuesta para alumnos sobre el consumo de drogas.", True),
        ("Write a survey for students about their favourite books.", False),
        ("Explain what religion the Aztecs had.", False),
    ],
)
def test_what_asks_students_about_protected_areas(text: str, asks: bool) -> None:
    assert elicits(hear(text)) is asks
