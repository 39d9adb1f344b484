import pytest

from gateway.detection.recognisers.account_looks import (
    heads_a_line,
    is_account,
    is_for_money,
    is_handle,
    is_made,
    looks_made,
)


@pytest.mark.parametrize(
    ("value", "made"),
    [("otter420", True), ("m.garcia", True), ("@maria", True), ("toaster", False), ("42", False)],
)
def test_a_digit_a_joint_or_a_handles_sign_makes_an_account(value: str, made: bool) -> None:
    assert looks_made(value) is made


@pytest.mark.parametrize(
    "text", ["lab3", "quiz_2", "first_name", "notes.csv", "U.S.A", "greet(", "a.b.example"]
)
def test_numbered_things_files_fields_and_calls_are_no_accounts(text: str) -> None:
    value = text.rstrip("(")
    assert not is_made(text, 0, len(value))


def test_a_joined_word_without_a_digit_is_a_variable_in_a_program() -> None:
    text = "max_value = read(user)\nprint(max_value)"
    assert not is_made(text, 0, 9)
    assert is_made("pheebs_draws is locked", 0, 12)


def test_an_account_within_a_sentence_is_one() -> None:
    assert is_account("drobichaux27 denied", 0, 12)


def test_who_speaks_in_a_chat_has_a_digit_or_a_bracket_before() -> None:
    assert heads_a_line("bigdawg07: hi", 0, 9)
    assert heads_a_line("<toxic.rose> hi", 1, 11)
    assert not heads_a_line("my_key: value", 0, 6)


def test_code_that_begins_with_the_sign_is_no_handle() -> None:
    assert is_handle("@maria_g hi", 0, 8)
    assert not is_handle("@media (", 0, 6)


def test_a_sum_of_money_is_no_account_but_behind_a_service_for_it() -> None:
    assert is_for_money("cashapp $coachdan", 8, 17)
    assert not is_for_money("print $total", 6, 12)
