from typing import Any

import pytest

from gateway.evaluation.comparison import AIMS, Aim, aims, side_by_side


def tokens(recall: float | None, precision: float | None, marked: int = 80) -> dict[str, Any]:
    return {"marked": marked, "recall": recall, "precision": precision}


def system(recall: float, touched: float) -> dict[str, Any]:
    """Return figures of a system that has one category of names and one of clean prompts."""
    return {
        "labels": {"PERSON": tokens(recall, 0.9), "SSN": tokens(None, None, 0)},
        "categories": {
            "essays": {"prompts": 20, "clean_prompts": 0, "names": tokens(recall, 0.9)},
            "few": {"prompts": 2, "clean_prompts": 0, "names": tokens(0.1, 0.9, 9)},
            "clean_essays": {
                "prompts": 10,
                "clean_prompts": 10,
                "names": tokens(None, None, 0),
                "clean_touched": touched,
                "false_names_per_1000_words": 0.3,
            },
        },
        "fully_covered": recall,
        "names_fully_covered": recall,
        "clean_touched": touched,
        "false_names_per_1000_words": 0.3,
    }


def cells(lines: list[str], head: str) -> list[str]:
    """Return the cells of the row that begins with a head."""
    (row,) = [line for line in lines if line.startswith(f"| {head} ")]
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_systems_stand_side_by_side_by_type_and_category() -> None:
    told = list(side_by_side({"ours": system(0.98, 0.1), "theirs": system(0.7, 0.8)}))

    assert cells(told, "PERSON") == ["PERSON", "80", "0.980 / 0.900", "0.700 / 0.900"]
    assert cells(told, "essays") == ["essays", "20", "80", "0.980 / 0.900", "0.700 / 0.900"]
    assert cells(told, "clean_essays")[2:] == ["0.100 / 0.300", "0.800 / 0.300"]
    assert cells(told, "clean prompts touched")[1:] == ["0.100", "0.800"]
    assert not [line for line in told if line.startswith("| SSN")]


def test_each_aim_says_whether_it_is_met() -> None:
    told = list(aims(system(0.95, 0.1)))

    assert cells(told, "names: recall") == ["names: recall", "0.950", "≥ 0.97", "missed"]
    assert cells(told, "clean prompts touched")[3] == "met"
    assert cells(told, "names in essays: recall")[2:] == ["≥ 0.93", "met"]


def test_what_cannot_be_measured_is_left_out() -> None:
    told = list(aims(system(0.95, 0.1)))

    assert not [line for line in told if "SSN" in line or "linked" in line or "few" in line]


@pytest.mark.parametrize(
    ("aim", "figure", "met"),
    [
        (Aim("a", (), least=0.9), 0.9, True),
        (Aim("a", (), least=0.9), 0.89, False),
        (Aim("a", (), most=0.1), 0.1, True),
        (Aim("a", (), most=0.1), 0.11, False),
    ],
)
def test_an_aim_is_a_least_or_a_most(aim: Aim, figure: float, met: bool) -> None:
    assert aim.is_met(figure) is met


def test_every_aim_has_a_bound() -> None:
    assert all((aim.least is None) is not (aim.most is None) for aim in AIMS)
