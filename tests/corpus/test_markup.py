"""The markup is read strictly, and the offsets are exact."""

from pathlib import Path

import pytest

from tests.corpus.markup import JOINT, MarkupError, Prompt, read_corpus, read_file

HEADER = "### aa-01 | half=dev | by=teacher\n"
MAYA = '@ s1 student Maya "De La Cruz" nickname=May student_id=204518 student_id=S-9\n'


def read(folder: Path, source: str) -> list[Prompt]:
    path = folder / "notes.txt"
    path.write_text(source, encoding="utf-8")
    return read_file(path)


def test_marks_are_taken_out_and_noted_in_code_points(tmp_path: Path) -> None:
    (prompt,) = read(
        tmp_path,
        "# about\n\n" + HEADER + MAYA + "😀 [[PERSON:s1|Maya]]'s friend [[PERSON:-|Zoë]]\n\n"
        "ID [[STUDENT_ID:s1|204518]].\n\n",
    )
    assert prompt.text == "😀 Maya's friend Zoë\n\nID 204518."
    assert [(prompt.text[m.start : m.end], m.label, m.subject) for m in prompt.marks] == [
        ("Maya", "PERSON", "aa-01.s1"),
        ("Zoë", "PERSON", ""),
        ("204518", "STUDENT_ID", "aa-01.s1"),
    ]
    assert (prompt.id, prompt.category, prompt.half, prompt.by) == (
        "aa-01", "notes", "dev", "teacher",
    )  # fmt: skip


def test_a_row_holds_what_the_evaluation_reads(tmp_path: Path) -> None:
    (prompt,) = read(
        tmp_path,
        HEADER + MAYA + "@ g1 guardian Rosa - of=s1 phone=(212) 555-0147\n"
        "[[PERSON:s1|Maya]] and [[PERSON:-|Tom]]",
    )
    assert prompt.row() == {
        "id": "aa-01",
        "category": "notes",
        "half": "dev",
        "by": "teacher",
        "text": "Maya and Tom",
        "roster": [
            {
                "id": "aa-01.s1",
                "given": "Maya",
                "family": "De La Cruz",
                "role": "student",
                "nickname": "May",
                "ids": ["204518", "S-9"],
            },
            {
                "id": "aa-01.g1",
                "given": "Rosa",
                "family": "",
                "role": "guardian",
                "of": ["aa-01.s1"],
                "phones": ["(212) 555-0147"],
            },
        ],
        "spans": [
            {"start": 0, "end": 4, "label": "PERSON", "subject_id": "aa-01.s1"},
            {"start": 9, "end": 12, "label": "PERSON"},
        ],
    }


def test_a_roster_line_may_give_a_name_alone(tmp_path: Path) -> None:
    (prompt,) = read(tmp_path, HEADER + "@ s1 student Maya -\n@ s2 student - Lee\na")
    assert [(member.given, member.family) for member in prompt.roster] == [
        ("Maya", ""),
        ("", "Lee"),
    ]


def test_turns_are_joined_by_the_joint_and_kept(tmp_path: Path) -> None:
    (prompt,) = read(
        tmp_path,
        HEADER + MAYA + "--- user\nabout [[PERSON:s1|Maya]]\n\n--- assistant\n\nOf course\n"
        "--- user\nher [[PERSON:-|mama Ana]]\n",
    )
    leaves = [prompt.text[turn.start : turn.end] for turn in prompt.turns]
    assert leaves == ["about Maya", "Of course", "her mama Ana"]
    assert prompt.text == JOINT.join(leaves)
    assert [turn.speaker for turn in prompt.turns] == ["user", "assistant", "user"]
    assert prompt.text[prompt.marks[1].start : prompt.marks[1].end] == "mama Ana"
    assert prompt.row()["turns"][1] == {"role": "assistant", "start": 13, "end": 22}


LITERAL = {
    "brackets": (r"x = \[[1, 2], [3]]", "x = [[1, 2], [3]]"),
    "brackets before a mark": (r"\[[1]] [[PERSON:-|Tom]]", "[[1]] Tom"),
    "a heading": ("a\n\\### b", "a\n### b"),
    "a roster sign": ("\\@ all", "@ all"),
    "a rule": ("a\n---\nb", "a\n---\nb"),
    "a speaker": ("a\n\\--- user", "a\n--- user"),
    "a heading of two": ("## Plan", "## Plan"),
    "other backslashes": (r"C:\new \(x\)", r"C:\new \(x\)"),
    "blank lines within": ("\n\na\n\n\nb\n\n", "a\n\n\nb"),
    "a bar within a mark": ("[[PERSON:-|Tom|Ann]]", "Tom|Ann"),
    "a mark over two lines": ("[[PERSON:-|Tom\nLee]]", "Tom\nLee"),
}


@pytest.mark.parametrize(("source", "text"), LITERAL.values(), ids=LITERAL.keys())
def test_text_is_kept_as_written(tmp_path: Path, source: str, text: str) -> None:
    assert read(tmp_path, HEADER + source)[0].text == text


WRONG = {
    "unknown label": (HEADER + "[[NAME:-|Tom]]", 2, "no label"),
    "unknown subject": (HEADER + "a\n[[PERSON:s9|Tom]]", 3, "not on this prompt's roster"),
    "empty mark": (HEADER + "[[PERSON:-|]]", 2, "empty"),
    "mark of blanks": (HEADER + "[[PERSON:-| Tom]]", 2, "blanks"),
    "title in a mark": (HEADER + "[[PERSON:-|Mrs. Lee]]", 2, "title"),
    "mark in a mark": (HEADER + "[[PERSON:-|Tom [[PERSON:-|Lee]]]]", 2, "holds another"),
    "mark without subject": (HEADER + "a\n\nb [[PERSON|Tom]]", 4, "begins no"),
    "mark that never ends": (HEADER + "[[PERSON:-|Tom", 2, "begins no"),
    "id used twice": (HEADER + "a\n" + HEADER + "b", 3, "used twice"),
    "text before a header": ("hello\n" + HEADER + "a", 1, "before the first header"),
    "no text": (HEADER + MAYA, 2, "empty"),
    "capital id": ("### AA-1 | half=dev | by=teacher\na", 1, "no id"),
    "no half": ("### aa-1 | by=teacher\na", 1, "half must"),
    "unknown half": ("### aa-1 | half=test | by=teacher\na", 1, "half must"),
    "unknown author": ("### aa-1 | half=dev | by=robot\na", 1, "by must"),
    "unknown field": ("### aa-1 | half=dev | by=teacher | age=9\na", 1, "no field"),
    "unknown role": (HEADER + "@ s1 pupil Maya Cruz\na", 2, "no role"),
    "unknown key": (HEADER + "@ s1 student Maya Cruz shoe=9\na", 2, "no key"),
    "key twice": (HEADER + "@ s1 student Maya Cruz nickname=M nickname=N\na", 2, "twice"),
    "family name missing": (HEADER + "@ s1 student Maya\na", 2, "a roster line is"),
    "no name": (HEADER + "@ s1 student - -\na", 2, "no name"),
    "local id twice": (HEADER + MAYA + MAYA + "a", 3, "stands twice"),
    "ward not there": (HEADER + "@ g1 guardian Rosa Cruz of=s1\na", 2, "not on this"),
    "unknown speaker": (HEADER + "--- robot\na", 2, "no speaker"),
    "speaker who says nothing": (HEADER + "--- user\n\n--- user\na", 2, "empty"),
    "text before a speaker": (HEADER + "a\n--- user\nb", 2, "before the first speaker"),
    "the joining sign": (HEADER + "a" + JOINT + "b", 2, "joins turns"),
    "rostered name left bare": (HEADER + MAYA + "a\nMAYA's", 1, "`MAYA's` stands unmarked"),
    "rostered id left bare": (HEADER + MAYA + "a (204518)", 1, "`204518` stands unmarked"),
    "marked name left bare": (HEADER + "[[PERSON:-|Tom Lee]] x tom", 1, "`tom` stands"),
    "bare after the last mark of a turn": (
        HEADER + "--- user\n[[PERSON:-|Tom]]\n--- user\nTom",
        1,
        "`Tom` stands unmarked",
    ),
}


@pytest.mark.parametrize(("source", "line", "why"), WRONG.values(), ids=WRONG.keys())
def test_everything_doubtful_names_its_line(
    tmp_path: Path, source: str, line: int, why: str
) -> None:
    with pytest.raises(MarkupError) as caught:
        read(tmp_path, source)
    assert str(caught.value).startswith(f"notes.txt:{line}: ")
    assert why in str(caught.value)


def test_a_word_listed_as_plain_may_stand_unmarked(tmp_path: Path) -> None:
    header = HEADER.replace("teacher", "teacher | plain=hope,may")
    (prompt,) = read(tmp_path, header + "I hope [[PERSON:-|Hope May]] may come")
    assert len(prompt.marks) == 1


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(HEADER + "x", encoding="utf-8")
    with pytest.raises(MarkupError, match=r"`a\.txt` too"):
        read_corpus(tmp_path)
