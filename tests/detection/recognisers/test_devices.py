import pytest

from gateway.detection.recognisers.devices import Devices
from tests.detection.recognisers.tables import check

RECOGNISER = Devices()

HITS = [
    "parking tag #⟦S-221⟧ towed",
    "fob ⟦00421⟧ is off",
    "key number ⟦K-114⟧",
    "chromebook ⟦10448⟧ cracked",
    "laptop, sticker says ⟦LPM-3317⟧",
    "the label reads ⟦KT 0417⟧",
    "MAC ⟦3c5282119a0f⟧",
    "violin #⟦0447⟧",
    "SN: ⟦C02XK1ZZJGH5⟧",
    "barcode ⟦30021844⟧",
    "Tadeo has locker ⟦B-207⟧",
    "Chromebook serial: ⟦5CD1234XYZ⟧",
    "asset tag ⟦004512⟧",
    "asset tag #⟦LUSD-20457⟧",
    "S/N ⟦C02XK1ABJG5H⟧",
    "service tag: ⟦7XK2PQ3⟧",
    "chromebook #⟦20457⟧ is broken",
    "Chromebook ⟦CB-20457⟧ is broken",
    "IMEI ⟦356938035643809⟧",
    "iPad tag number ⟦00931⟧",
    "his laptop (⟦LT44120⟧)",
    "device id ⟦A1B2C3D4⟧",
    "MAC ⟦3c:22:fb:9a:41:0e⟧",
    "⟦3C-22-FB-9A-41-0E⟧ on the wifi",
    "IP ⟦10.24.8.113⟧",
    "blocked from ⟦192.168.14.27⟧.",
    "⟦2001:db8:85a3:0:0:8a2e:370:7334⟧ logged in",
    "número de serie: ⟦5CD1234XYZ⟧",
    "locker number ⟦2214⟧",
]

NEAR_MISSES = [
    "a key 3 points",
    "chromebook 2024 model",
    "the sticker says 20% off",
    "the back has 12 buttons",
    "mac and cheese",
    "violin number three",
    "SN: tin",
    "the barcode is blurred",
    "serial killer 1999",
    "tablet 12 of the law",
    "127.0.0.1 is your own machine",
    "mask 255.255.255.0",
    "version 1.2.3.4 is out",
    "time 12:30:45",
    "asset tags are on the back",
    "price tag 1200",
    "chromebook carts 1 and 2",
    "the device number two",
    "serial number required",
    "10.0.0.0 is a network",
    "laptop 2024 budget",
    "a ratio of 1:2:3:4",
    "hashtag 1234",
    "phone 4 parents",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
