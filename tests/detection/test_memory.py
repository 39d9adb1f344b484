from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.detection import memory as module
from gateway.detection.arbitration_settings import STAFF, STUDENT, Setting
from gateway.detection.kept import Kept
from gateway.detection.memory import LARGEST, Around, Memory
from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.subjects import settle
from gateway.terms.text import Candidate, Label, Leaf
from tests.detection.people import BY_ID, ROSTER, SCHOOLS

MATCHER = RosterNames.build(ROSTER, SCHOOLS, "v1")
NEAR = NearNames.build([BY_ID[who] for who in ("maria", "hope", "will", "lopez-t", "twin-a")])
MESSAGES = (
    "Maria Lopez is late again.",
    "Will Hope do it? Ask Ms. Lopez.",
    "maria and Will, then Hope",
    "| Name | Grade |\n| --- | --- |\n| Maria Lopez | 4 |\n| Quorl Ashgrove | 5 |",
    "the answer is seven",
    "M.L. was kind to Hope",
)


def candidates_of(text: str) -> tuple[Candidate, ...]:
    return tuple(MATCHER.find(text))


SCANNED = {text: candidates_of(text) for text in MESSAGES}


def around(near: NearNames = NEAR, setting: Setting = STAFF, excused: str = "") -> Around:
    left = frozenset(excused.split())
    return Around(near=near, setting=setting, named=frozenset(), excused=left)


def kept(start: int) -> tuple[Kept, ...]:
    return (Kept(start, start + 4, Label.PERSON, 1.0, "model", "ner-unlisted"),)


def leaves(texts: Sequence[str]) -> list[Leaf]:
    return [Leaf(path=("messages", at, "content"), text=text) for at, text in enumerate(texts)]


@settings(max_examples=200)
@given(
    chat=st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=6),
    asked=st.lists(
        st.tuples(
            st.sampled_from((NEAR, NOBODY)),
            st.sampled_from((STAFF, STUDENT)),
            st.sampled_from(((), ("will",))),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_a_chat_comes_to_the_same_turn_for_turn_with_and_without_a_memory(
    chat: list[str], asked: list[tuple[NearNames, Setting, tuple[str, ...]]]
) -> None:
    memory = Memory()
    for turns in range(1, len(chat) + 1):
        said = leaves(chat[:turns])
        proposed = [SCANNED[leaf.text] for leaf in said]
        for near, setting, excused in asked:
            told = (said, proposed, near, BY_ID, setting, excused)
            assert settle(*told, memory=memory) == settle(*told)


def test_what_stood_in_a_leaf_is_not_worked_out_again() -> None:
    memory, text = Memory(), MESSAGES[0]
    memory.put(SCANNED[text], around(), kept(5))
    (found,) = settle(leaves([text]), [SCANNED[text]], NEAR, BY_ID, STAFF, memory=memory)
    assert [span.start for span in found.spans] == [5]


def test_other_candidates_circumstances_or_people_are_another_leaf() -> None:
    memory, scanned = Memory(), SCANNED[MESSAGES[0]]
    memory.put(scanned, around(), kept(5))
    assert memory.get(scanned, around()) == kept(5)
    others = (
        around(NearNames.build(NEAR.people.values())),
        around(setting=STUDENT),
        around(excused="will"),
        around()._replace(named=frozenset({"public:x"})),
    )
    assert [memory.get(scanned, other) for other in others] == [None] * 4
    assert memory.get(candidates_of(MESSAGES[0]), around()) is None


def test_only_the_last_leaves_are_remembered_and_none_that_is_large_or_has_no_candidates() -> None:
    memory = Memory()
    for some in (tuple[Candidate, ...](), SCANNED[MESSAGES[0]] * (LARGEST + 1)):
        memory.put(some, around(), kept(0))
        assert memory.get(some, around()) is None
    last = [candidates_of(MESSAGES[0]) for _ in range(module.LEAVES + 1)]
    for one in last:
        memory.put(one, around(), kept(0))
        memory.get(last[0], around())
    assert memory.get(last[0], around()) == kept(0)
    assert memory.get(last[1], around()) is None
