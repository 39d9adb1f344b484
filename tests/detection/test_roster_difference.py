from gateway.detection.roster_difference import RosterDifference
from gateway.detection.roster_names import RosterNames
from gateway.terms.people import Person
from gateway.terms.text import MANY
from tests.detection.people import ROSTER, SCHOOLS, person

WHOLE = RosterNames.build(ROSTER, SCHOOLS, "v1")


def changed(*people: Person, stale: tuple[str, ...] = ()) -> RosterDifference:
    return RosterDifference(WHOLE, RosterNames.build(people, (), "v2"), stale)


def who(roster: RosterDifference | RosterNames, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[one.start : one.end], one.people) for one in roster.find(text)]


def test_without_a_change_it_is_the_whole_roster() -> None:
    text = "Maria Lopez (204518) and NOOR B. of Lincoln Elementary, wchenzo"

    assert changed().find(text) == WHOLE.find(text)


def test_who_is_new_is_found_with_all_they_are_called_and_have() -> None:
    new = person("quill", "Quill", "Ashgrove", ids=("771204",), username="qash9")
    text = "Quill A., Ashgrove, 771204, qash9 and Hope Young"
    people = [one for _, some in who(changed(new), text) for one in some]

    assert people == ["quill"] * 4 + ["hope"]


def test_who_is_called_otherwise_now_is_found_by_the_new_name_alone() -> None:
    renamed = person("hope", "Hope", "Ashgrove")
    roster = changed(renamed, stale=("hope",))

    assert ("Hope Ashgrove", ("hope",)) in who(roster, "Hope Ashgrove")
    assert ("Hope Young", ()) in who(roster, "Hope Young")


def test_who_left_is_nobody_and_yet_a_name() -> None:
    text = "Hope Young and twins called Sam Okafor"

    assert who(changed(stale=("hope", "twin-a")), text) == [
        ("Hope Young", ()),
        ("Sam Okafor", ("twin-b",)),
    ]


def test_a_name_of_more_than_can_be_told_apart_stays_one_though_one_of_them_left() -> None:
    many = [person(f"m{number}", "Mara", f"Brell{number}") for number in range(MANY + 3)]
    whole = RosterNames.build(many, (), "v1")
    roster = RosterDifference(whole, RosterNames.build((), (), "v2"), ("m0",))

    assert all(len(people) > MANY for _, people in who(roster, "Mara"))


def test_it_equals_a_roster_built_anew_for_whoever_is_on_it() -> None:
    new = person("quill", "Quill", "Young")
    now = [*(one for one in ROSTER if one.id != "maria"), new]
    text = "Quill Young, Hope Young, Rosa Lopez, zoe müller, S-2001-7 and de la Cruz"
    anew = RosterNames.build(now, SCHOOLS, "v2")
    told = dict(who(changed(new, stale=("maria",)), text))

    for name, people in who(anew, text):
        assert set(told[name]) <= set(people)
        assert name in told
