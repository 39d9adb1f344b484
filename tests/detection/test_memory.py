from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.detection import memory as module
from gateway.detection.arbitration_settings import STAFF, STUDENT, Setting
from gateway.detection.kept import Kept
from gateway.detection.memory import Memory
from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.standing import Around, standing
from gateway.detection.subjects import settle, surrounded, together
from gateway.terms.text import Candidate, Finding, Label, Leaf
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


class Scanned:
    """What a scanner says of one text, always the same object."""

    def __init__(self, text: str) -> None:
        self.candidates: tuple[Candidate, ...] = tuple(MATCHER.find(text))


SCANNED = {text: Scanned(text) for text in MESSAGES}


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
        for near, setting, excused in asked:
            said = leaves(chat[:turns])
            proposed = [SCANNED[leaf.text].candidates for leaf in said]
            wanted = settle(said, proposed, near, BY_ID, setting, excused)
            assert remembered(memory, said, near, setting, excused) == wanted


def remembered(
    memory: Memory,
    said: Sequence[Leaf],
    near: NearNames,
    setting: Setting,
    excused: tuple[str, ...],
) -> tuple[Finding, ...]:
    """Settle a chat, what stood in its leaves before by the memory."""
    scanned = [SCANNED[leaf.text] for leaf in said]
    proposed = [one.candidates for one in scanned]
    circumstances = surrounded(said, proposed, near, setting, excused)
    stand = []
    for leaf, one in zip(said, scanned, strict=True):
        known = memory.get(one, circumstances)
        if known is None:
            known = standing(leaf.text, one.candidates, circumstances)
            memory.put(one, circumstances, known)
            assert memory.get(one, circumstances) is known
        stand.append(known)
    return together(said, proposed, stand, circumstances, BY_ID)


def test_other_findings_circumstances_or_people_are_another_leaf() -> None:
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
    assert memory.get(Scanned(MESSAGES[0]), around()) is None


def test_a_leaf_without_findings_is_remembered_too() -> None:
    memory, scanned = Memory(), Scanned("nobody")
    memory.put(scanned, around(), ())
    assert memory.get(scanned, around()) == ()


def test_only_the_last_leaves_are_remembered() -> None:
    memory = Memory()
    last = [Scanned(MESSAGES[0]) for _ in range(module.LEAVES + 1)]
    for one in last:
        memory.put(one, around(), kept(0))
        memory.get(last[0], around())
    assert memory.get(last[0], around()) == kept(0)
    assert memory.get(last[1], around()) is None


def test_many_findings_push_out_others_and_counting_them_does_not_drift() -> None:
    memory = Memory()
    half = kept(0) * (module.FINDINGS // 2)
    one, two, three = (Scanned("x") for _ in range(3))
    for _ in range(5):
        memory.put(one, around(), half)
    memory.put(two, around(), half)
    assert memory.get(one, around()) is half
    memory.put(three, around(), kept(0))
    assert memory.get(two, around()) is None
    assert memory.get(one, around()) is half
    memory.put(two, around(), kept(0) * (module.FINDINGS + 1))
    assert memory.get(two, around()) is None
