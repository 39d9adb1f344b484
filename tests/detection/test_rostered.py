"""Names of the roster that a sign depends on: those of people everyone knows are not meant."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.name_scores import KEEP
from gateway.detection.public_names import FULL, PART, PUBLIC, RARE, TITLE, WORD, WORK
from gateway.detection.renown import evidence
from gateway.detection.rostered import NAMED, borne_here, is_listed
from gateway.terms.text import Candidate, Label

TEXT = "Ann Lee met Ann Lee Ray and Lee. Ray saw Ann; Lee Ray Ann."
PEOPLE = ("lee", "ann", f"{WORK}w", f"{WORK}v")


def one(start: int, end: int, recogniser: str, score: float, *people: str) -> Candidate:
    return Candidate(
        start=start,
        end=end,
        label=Label.PERSON,
        score=score,
        recogniser=recogniser,
        people=people,
    )


WORDS = [
    (start, end)
    for start in range(len(TEXT))
    for end in (start + 3, start + 7, start + 11)
    if end <= len(TEXT) and (not start or TEXT[start - 1] == " ") and TEXT[start].isupper()
]
CANDIDATES = st.builds(
    lambda place, recogniser, score, people: one(*place, recogniser, score, *people),
    st.sampled_from(WORDS),
    st.sampled_from(("roster-full", "ner", FULL, WORD, TITLE, PART, RARE)),
    st.sampled_from((KEEP - 0.1, KEEP, NAMED, 0.9)),
    st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True),
)


def is_public(name: Candidate, public: list[Candidate]) -> bool:
    """Tell the same by looking at all others anew."""
    over = [one for one in public if one.start <= name.start and name.end <= one.end]
    if any(one.score >= NAMED and one.end - one.start > name.end - name.start for one in over):
        return True
    others = [one for one in public if one not in over]
    spoken_of = evidence([TEXT], [others])
    return any(not spoken_of.isdisjoint(one.people) for one in over)


@given(st.lists(CANDIDATES, max_size=12))
def test_it_is_as_if_all_were_looked_at_for_each(some: list[Candidate]) -> None:
    people = sorted(some, key=lambda one: (one.start, -one.end))
    public = [one for one in people if one.recogniser in PUBLIC]
    found: list[tuple[int, int]] = []
    for name in people:
        follows = not found or found[-1][1] <= name.start
        if follows and is_listed(name) and not is_public(name, public):
            found.append((name.start, name.end))
    assert borne_here(TEXT, people) == found


def test_part_of_a_longer_public_name_is_not_meant() -> None:
    pupil, president = one(0, 3, "roster-given", 0.9), one(0, 7, FULL, 0.9, "lee")
    assert borne_here(TEXT, [president, pupil]) == []
    assert borne_here(TEXT, [one(0, 7, FULL, NAMED - 0.1, "lee"), pupil]) == [(0, 3)]


def test_a_name_of_whom_the_rest_speaks_is_not_meant() -> None:
    pupil, same = one(28, 31, "roster-family", 0.9), one(28, 31, PART, 0.9, "lee")
    assert borne_here(TEXT, [pupil, same]) == [(28, 31)]
    assert borne_here(TEXT, [one(0, 7, FULL, 0.9, "lee"), pupil, same]) == []
