import pytest

from gateway.detection.recognisers.births import Births
from tests.detection.recognisers.tables import check

RECOGNISER = Births()

HITS = [
    "Lanre Nyk, ⟦02/11/2016⟧, MMR2\nTiara Youngblood, ⟦9-30-15⟧, PO Box 388",
    "shes a ⟦march 14⟧ baby",
    "year of birth ⟦2012⟧",
    "DOB - ⟦3 14 2012⟧",
    "Él nació en El Paso el ⟦5/XI/2013⟧!",
    "⟦june 3⟧ is when she was born",
    "birth_date: ⟦20110603⟧",
    '"birthDate":"⟦2011-06-03T00:00:00⟧"',
    "dateOfBirth=⟦06/03/2011⟧",
    "F.N. ⟦03/06/2011⟧",
    "su cumpleaños es el ⟦tres de junio⟧",
    "birthdate ⟦june third, two thousand eleven⟧",
    "birthday is ⟦June third⟧",
    "D/O/B ⟦6/3/2011⟧",
    "her b day is ⟦june 3rd 2011⟧",
    "birthdays: Ana ⟦6/3⟧, Leo ⟦7/14⟧",
    "their birthdays are ⟦June 3⟧ and ⟦July 14⟧",
    "DOB ⟦060311⟧",
    "birthday ⟦3-9⟧",
    "D/B ⟦3.9.11⟧",
    "nac. ⟦09-03-2011⟧",
    "she'll turn ten on the ⟦14th of June⟧",
    "104477 Haddad, Nadia ⟦04/02/2012⟧ 734-555-0112\n"
    "104482 Lindstrom, Cooper ⟦4-2-12⟧ (734) 555-0113",
    "Okafor, Ada 55120 ⟦2013-08-15⟧ Elm\nThao, Pakou 55147 ⟦3 Jan 2014⟧ Elm",
    "DOB ⟦June 3, '13⟧",
    "DOB ⟦06032013⟧",
    "born ⟦3/2013⟧",
    "F. de nac.: ⟦03-06-2013⟧",
    "my birthday is ⟦october 3rd 2012⟧ and my moms is ⟦3/22/85⟧",
    "turns 12 in ⟦May⟧",
    "will be 13 on ⟦June 2nd⟧",
    "date of birth: ⟦20141102⟧",
    "birthdays: Mia ⟦3/4/2012⟧ and Tom ⟦5/6/2013⟧",
    "she turns 12 on ⟦May 3⟧",
    "birthday (⟦3/4⟧)",
    "dob ⟦4-Mar-2012⟧",
    "Mia Ito ⟦03/14/2014⟧ gr 5",
    "nací en Managua el ⟦3 de mayo de 2012⟧",
    "born in Lyon on ⟦May 3, 2014⟧",
    "Noor Haddad,⟦2013-02-11⟧,grade 4",
    "Noor Haddad | ⟦02/11/2013⟧ | ok",
    "Noor Haddad (⟦May 3, 2014⟧) is new",
    "DOB ⟦3/4/2012⟧",
    "dob: ⟦03-04-12⟧",
    "D.O.B. ⟦2012-03-04⟧",
    "date of birth is ⟦March 4, 2012⟧",
    "born on ⟦March 4, 2012⟧",
    "born ⟦Mar 4th 2012⟧",
    "born in ⟦March 2012⟧",
    "was born in ⟦2012⟧",
    "born ⟦4 March 2012⟧",
    "her birthday is ⟦3/4⟧",
    "my bday is ⟦march 4th⟧",
    "birthday: ⟦the 4th⟧".replace("⟦the 4th⟧", "⟦May 4⟧"),
    "⟦3/4/2012⟧ (DOB)",
    "⟦March 4⟧ is my birthday",
    "fecha de nacimiento: ⟦4 de marzo de 2012⟧",
    "nació el ⟦4 de marzo de 2012⟧",
    "nacida el ⟦04/03/2012⟧",
    "mi cumpleaños es el ⟦4 de marzo⟧",
    "DOB: ⟦1809-02-12⟧".replace("1809", "1951"),
]

NEAR_MISSES = [
    "birthday party 3-5",
    "pages 3-9",
    "Haddad, Nadia 104477 09/12/2026 tardy\nOkafor, Ada 104478 09/14/2026 tardy",
    "one Haddad, Nadia 104477 04/02/2012",
    "the total of 06032013 parts",
    "in 3/2013 the war ended",
    "my dad is 3/4 done",
    "the test will be 20 points in May",
    "mom's is on 5/6",
    "Monday 03/14/2014",
    "he turned the page on May 3",
    "Noor Haddad,2025-02-11,late",
    "Treaty of Ghent (May 3, 1814) ended it",
    "total\n2013-02-11\n12",
    "due 3/4/2012",
    "on March 4, 2012 we met",
    "Lincoln was born on February 12, 1809",
    "Rosa Parks, born February 4, 1913",
    "born in 1929",
    "a born leader in 2012".replace("2012", "class"),
    "birthday party",
    "the birthday problem with 23 people",
    "stubborn 3/4/2012",
    "born to run",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)


def test_a_long_table_takes_time_by_its_length_alone() -> None:
    """What took its square would take minutes here."""
    rows = 20_000
    table = "Maya Ortiz\t4/5/2012\t2016-05-31\n" * rows
    assert len(Births().analyze(table + "born", ["DATE_OF_BIRTH"])) >= 2 * rows
