"""Names are diverse, come out the same for the same seed, and make plain user names."""

from collections import Counter

import pytest

from gateway.demo.name_lists import COMMON_WORD_GIVEN, TRADITIONS
from gateway.demo.names import Draw, FullName, draw_family, draw_name, romanised


def people(seed: str, count: int) -> list[FullName]:
    draw = Draw(seed)
    found = []
    for _ in range(count):
        household = draw_family(draw)
        found.append(draw_name(draw, household.stock, household.children))
    return found


def test_the_same_seed_draws_the_same_names() -> None:
    assert people("a", 200) == people("a", 200)
    assert people("a", 200) != people("b", 200)


@pytest.mark.slow
def test_fifty_thousand_people_share_no_handful_of_names() -> None:
    drawn = people("many", 50_000)
    families = {name.family for name in drawn}
    full = {(name.given, name.family) for name in drawn}
    assert len(families) > 3_000
    assert len(full) > 35_000
    ((_, commonest),) = Counter(name.family for name in drawn).most_common(1)
    assert commonest < 1_000


DRAWN = people("kinds", 6_000)


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("hyphen", lambda n: "-" in n.family),
        ("apostrophe", lambda n: "'" in n.family or "'" in n.given),
        ("diacritic", lambda n: any(c in n.given + n.family for c in "éñøłáöüš")),
        ("double family", lambda n: " " in n.family and n.family[0].isupper()),
        ("particle", lambda n: n.family.startswith(("de la ", "van der ", "dos "))),
        ("single name", lambda n: not n.family),
        ("common word", lambda n: n.given in COMMON_WORD_GIVEN),
        ("middle", lambda n: n.middle),
        ("preferred", lambda n: n.preferred and n.preferred != n.given),
        ("not Latin", lambda n: not romanised(n.family) and n.family),
    ],
)
def test_every_kind_of_name_turns_up(what: str, found) -> None:  # type: ignore[no-untyped-def]
    assert any(found(name) for name in DRAWN), what


def test_every_tradition_turns_up() -> None:
    draw = Draw("traditions")
    seen = {draw_family(draw).stock.tradition for _ in range(2_000)}
    assert seen == {stock.tradition for stock in TRADITIONS}


def test_nobody_prefers_their_own_name_or_has_it_twice() -> None:
    for name in DRAWN:
        assert name.preferred != name.given
        assert name.middle != name.given


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("O'Neil", "oneil"),
        ("Nuñez Peña", "nunezpena"),
        ("Łukasz", "lukasz"),
        ("Đặng", "dang"),
        ("Østergaard", "ostergaard"),
        ("Kjær", "kjaer"),
        ("王", ""),
    ],
)
def test_user_names_are_lower_case_ascii(name: str, plain: str) -> None:
    assert romanised(name) == plain
