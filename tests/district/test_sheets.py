from datetime import date

import pytest

from gateway.district.sheets import Sheet, SheetRejected
from gateway.terms.disclosure import Category, Consent, Purpose

SHEET = Sheet("consents.csv", Consent, needed=("id", "subject"), without="ai_training")
SLIP = Consent(
    id="k1",
    subject="s1",
    signed_on=date(2026, 9, 1),
    records=frozenset({Category.STUDENT_NAME, Category.WORK}),
    purposes=frozenset({Purpose.LEARNING}),
    evidence='page 2, "signed" by hand',
    draft=True,
)


def said(text: str) -> list[str]:
    with pytest.raises(SheetRejected) as caught:
        SHEET.read(text.encode())
    return [str(fault) for fault in caught.value.faults]


def test_what_is_written_is_read_again() -> None:
    text = SHEET.header + "".join(SHEET.rows([SLIP]))
    assert SHEET.read(text.encode()) == [(2, SLIP)]
    assert SHEET.read(b"\xef\xbb\xbf" + text.encode()) == [(2, SLIP)]
    assert "ai_training" not in SHEET.columns


@pytest.mark.parametrize("text", ["=1+1", "+1 555", "-", "@here"])
def test_no_cell_is_run_by_a_spreadsheet_program(text: str) -> None:
    [line] = SHEET.rows([Consent(id="k1", subject="s1", signer=text)])
    assert f",'{text}," in line
    [(_, read)] = SHEET.read((SHEET.header + line).encode())
    assert read.signer == text


def test_every_row_that_cannot_be_is_named_by_line_and_column() -> None:
    text = "id,subject,signed_on,purposes\nk1,s1,2026-09-31,\n\nk2,s1,,learning;baking\nk3,s1,,\n"
    assert [one.partition(": ")[0] for one in said(text)] == ["consents.csv:2", "consents.csv:4"]
    assert ["`signed_on`" in said(text)[0], "`purposes`" in said(text)[1]] == [True, True]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param("signed_on\n3/1/2026", "a day such as `2026-02-28`", id="a day"),
        pytest.param("revoked_at\nyesterday", "a moment, such as `2026-02-28T", id="a moment"),
        pytest.param("draft\nperhaps", "`true` or `false`", id="yes or no"),
        pytest.param("collect_use\nyes", "'granted', 'refused' or 'unasked'", id="a choice"),
    ],
)
def test_a_fault_says_what_to_write_instead(cells: str, words: str) -> None:
    column, cell = cells.split("\n")
    [fault] = said(f"id,subject,{column}\nk1,s1,{cell}\n")
    assert fault.startswith(f"consents.csv:2: `{column}`: ")
    assert words in fault


def test_a_fault_does_not_repeat_what_stands_in_the_cell() -> None:
    text = "id,subject,relationship\nk1,s1,Rosa Ortiz\n"
    assert "Ortiz" not in "".join(said(text))
    assert "Ortiz" not in "".join(said("id,subject,Rosa Ortiz\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "there is no header", id="nothing"),
        pytest.param("\n", "among them: id, subject", id="an empty line"),
        pytest.param("id;subject\nk1;s1\n", "parted by semicolons; save", id="semicolons"),
        pytest.param("id\tsubject\nk1\ts1\n", "parted by tabs; save", id="tabs"),
        pytest.param("id\nk1\n", "missing: subject", id="a column missing"),
        pytest.param("id,subject,colour\n", "column 3", id="an unknown column"),
        pytest.param("id,subject,id\n", "twice: id", id="a column twice"),
        pytest.param("id,subject\nk1\n", "1 cells where the header has 2", id="a short row"),
        pytest.param('id,subject\n"k1,s1\n', "CSV after line 1", id="an open quote"),
    ],
)
def test_a_sheet_of_another_shape_is_refused(text: str, words: str) -> None:
    assert words in said(text)[0]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_sheet_in_another_encoding_is_refused_with_what_to_do(encoding: str) -> None:
    with pytest.raises(SheetRejected, match="save it anew as `CSV UTF-8"):
        SHEET.read("id,subject,signer\nk1,s1,José\n".encode(encoding))
