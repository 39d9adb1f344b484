import pytest

from gateway.detection.recognisers.addresses import Addresses
from tests.detection.recognisers.tables import check

RECOGNISER = Addresses()

HITS = [
    "2\tBoone H.\t⟦880 County Road 14⟧\tDale",
    "at: ⟦Rice St & Maryland Ave W⟧",
    "⟦1042 Avenue C, Unit 3R, Bayonne, NJ 07002⟧",
    "⟦880 County Road 14⟧",
    "⟦R.D. 4, Quarryville, PA 17566⟧",
    "07-04-1979 ⟦3316 Old Mill Road, Lancaster, PA 17601⟧",
    "1988/10/23 ⟦19 W. King St., Apt. 3, Lancaster PA⟧\n",
    "at ⟦418 gull st apt 6, duluth⟧. rsvp",
    "bus 9: Liesl H. at ⟦9 Tanager⟧.",
    "⟦N4512 State Road 57, Chilton WI⟧",
    "vive en ⟦Calle 14 #22-08, apto 3⟧",
    "⟦4 Pine Grove Mobile Home Park⟧",
    "staying at the ⟦Sunset Motel room 12⟧",
    "i live at ⟦93 Tanager way⟧ and",
    "lives at ⟦44 Mulberry, apt 2⟧ until June",
    "then ⟦Cedar Pointe Apartments #308⟧.",
    "Grandmother on ⟦Old Quarry Road⟧.",
    "mail to ⟦Route 4, Box 118⟧.",
    "lunch, ⟦1207 W Fulton⟧. Put",
    "at ⟦Lot 22, Sunny Acres⟧",
    "⟦Apt 3 at Lark Pines Manor⟧",
    "meet at ⟦Sycamore and 12th⟧. Mabel left",
    "⟦14 Tucker Ferry⟧",
    "⟦48-B Oak Terrace⟧",
    "⟦1200 block of Sutter Ave⟧",
    "lives on ⟦Larkspur Lane⟧",
    "⟦14 Privada Los Encinos⟧",
    "⟦Lot 14, Shady Acres Mobile Home Park⟧",
    "moving to ⟦Apt 9, 1640 Sycamore Ct, Murfreesboro, TN 37130⟧",
    "at ⟦640 Larkspur Street, Bend, Oregon 97701⟧",
    "They live at ⟦305 Ocean Parkway, Apt. 4F, Brooklyn⟧.",
    "my address is ⟦46 birch hollow rd⟧ ok",
    "bus 14 from ⟦2700 Lark Meadow Drive, Unit 3B⟧. Then",
    "takes it at ⟦Cypress Ave & 21st St⟧ daily",
    "meet at ⟦5th and Larkspur⟧ today",
    "I live on ⟦Tamarack Street 419⟧ with my dad",
    "⟦5521 S. Kedvale Ave, 2nd floor⟧ it says",
    "⟦118 Harbor View Drive #9⟧",
    "lives at ⟦742 Evergreen Terrace⟧.",
    "⟦742 Evergreen Terrace, Springfield, IL 62704⟧",
    "⟦123 main st apt 4b⟧",
    "⟦123 Main St⟧.",
    "⟦4512 oak drive⟧",
    "⟦350 5th Ave⟧",
    "⟦12 W 42nd St., New York, NY 10036⟧",
    "⟦1600 Martin Luther King Jr. Blvd⟧",
    "⟦55 St. Mary's Road, Unit 3⟧",
    "⟦8 Elm Court⟧",
    "⟦1200 County Road 12⟧",
    "⟦4821 FM 1960⟧",
    "⟦PO Box 12, Fresno CA 93701⟧",
    "⟦P.O. Box 4411⟧",
    "⟦RR 2 Box 45⟧",
    "the corner of ⟦5th & Main⟧",
    "corner of ⟦Oak St and Pine Ave⟧",
    "her bus stop is at ⟦Oak and 5th⟧",
    "⟦1200 Avenida Central⟧",
    "vive en ⟦Calle Luna 24⟧",
    "vive en la ⟦avenida Juárez #112⟧",
    "⟦221B Baker Street⟧",
    "⟦12-14 O’Connell Street⟧",
    "⟦77 Massachusetts Avenue, Cambridge, MA 02139-4307⟧",
]

NEAR_MISSES = [
    "the bus came at 9 Monday.",
    "meet at 4 Tuesday, ok",
    "looked at 3 Paintings.",
    "she stayed in class",
    "Route 4, then left",
    "moved from 3 Honors classes",
    "Lunch & 4th period",
    "1861 North Carolina",
    "lived in 1861 in Richmond",
    "a 3-D model of the drive",
    "lives on the Main floor",
    "a block of ice",
    "moved to Drive C",
    "lot 14 at the sale",
    "5th and 6th period",
    "the Dr and the nurse",
    "a 20 minute drive away",
    "5 miles down the road",
    "3 ways to court voters",
    "10 students in the park",
    "there are 2 sides of the street",
    "in 1776 the road to war",
    "the corner of the room",
    "3 St. Patrick's Day songs",
    "100 meters per hour drive",
    "5 is a square",
    "draw a 4 by 4 square",
    "Highway 61 Revisited",
    "I need 12 of them in place",
    "Room 12",
    "the 3 points on the circle",
    "Boston, MA",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
