from datetime import UTC, date, datetime

import orjson
import pytest

from gateway.district.documents import CHOICES, CONSENT, TOOL, from_texts, texts
from gateway.errors import Unusable
from gateway.terms.disclosure import (
    Category,
    Consent,
    DistrictChoices,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    Tool,
    ToolStatus,
)

CONSENT_ROW = Consent(
    id="k1",
    subject="s1",
    signer="g1",
    relationship=Signer.PARENT,
    signed_on=date(2025, 9, 1),
    method=SignatureMethod.WET,
    evidence="sha256:00",
    records=frozenset({Category.WORK, Category.ASSESSMENT}),
    purposes=frozenset({Purpose.FEEDBACK, Purpose.INSTRUCTION}),
    recipients=frozenset({"practice"}),
    disclose_third_party=Grant.GRANTED,
    revoked_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
)


def test_a_consent_comes_back_as_it_was() -> None:
    assert CONSENT.read(CONSENT.write(CONSENT_ROW)) == CONSENT_ROW


def test_a_tool_comes_back_as_it_was() -> None:
    tool = Tool(id="t", model="m", provider="P", status=ToolStatus.PILOT, min_user_age=13)
    assert TOOL.read(TOOL.write(tool)) == tool


def test_choices_come_back_as_they_were() -> None:
    choices = DistrictChoices(coppa_age=14, timezone="America/Chicago")
    assert CHOICES.read(CHOICES.write(choices)) == choices


def test_equal_values_are_equal_text_whatever_the_order_of_their_sets() -> None:
    one = Tool(id="t", model="m", provider="P", purposes=frozenset(list(Purpose)))
    two = Tool(id="t", model="m", provider="P", purposes=frozenset(reversed(list(Purpose))))
    assert TOOL.write(one) == TOOL.write(two)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"subject": 7}, id="another type"),
        pytest.param({"method": "pinky_promise"}, id="not in the closed list"),
        pytest.param({"signed_on": "soon"}, id="no date"),
        pytest.param({"id": None}, id="a needed field empty"),
    ],
)
def test_a_damaged_row_is_refused_with_the_fields_name_and_none_of_its_words(
    change: dict[str, object],
) -> None:
    row = orjson.loads(CONSENT.write(CONSENT_ROW)) | change
    with pytest.raises(Unusable) as caught:
        CONSENT.read(orjson.dumps(row).decode())
    assert caught.value.code == "store_damaged"
    (name,) = change
    assert f"`{name}`" in caught.value.message
    assert "pinky" not in caught.value.message


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(Unusable):
        CHOICES.read("{")


def test_lists_of_texts_keep_their_order() -> None:
    assert from_texts(texts(["b", "a", "ñ"])) == ("b", "a", "ñ")
