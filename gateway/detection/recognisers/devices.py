"""Finds what tells one device from all others: asset tags, serials, IP and hardware addresses.

A persistent identifier is personal information of a child (16 CFR 312.2). Serials and tags need
the word that says what they are; addresses of networks have forms of their own, less the ones
every lesson uses (loopback, masks, documentation) and version numbers.
"""

import ipaddress
import re

from gateway.detection.recognisers.forms import (
    GAP,
    MAYBE_GAP,
    Form,
    FormRecogniser,
    digits,
    has_digit,
    is_whole,
)
from gateway.terms.text import Label

_THING = (
    r"(?:chrome\s?books?|laptop|lap\s?top|i-?pad|tablet|mac\s?book|computer|pc|device|hot\s?spot"
    r"|charger|calculator|hearing\said|instrument|phone|sim|imei|meid|udid|barcode)"
)
_MARK = (
    r"(?:asset(?:\s?(?:tag|number|no\.?|id|#))?|serial(?:\s?(?:number|no\.?|num|#))?|s/?n"
    r"|barcode(?:\s?(?:number|no\.?|#))?|service\s?tag|(?:device\s|school\s|district\s|inventory\s|barcode\s|property\s|bus\s|bag\s)?tag"
    r"(?:\s?(?:number|no\.?|#))|device\s?(?:id|number|no\.?|tag|#)|imei|meid|udid|inventory"
    r"\s?(?:number|no\.?|#)|locker\s?(?:number|no\.?|#)|etiqueta|n[uú]mero\sde\sserie)"
)
_VALUE = r"(?P<value>[a-z0-9][a-z0-9\-]{2,23})"
_HEX = "[0-9A-Fa-f]{2}"


class Devices(FormRecogniser):
    """Finds asset tags, serial numbers, and addresses of devices."""

    label = Label.OTHER_ID
    id_ = "devices"
    hints = (
        "sticker", "fob", "key", "permit", "label", "engrav", " says ",
        "tag", "serial", "asset", "imei", "meid", "udid", "device", "inventory", "s/n", " sn",
        "locker", "etiqueta", "serie", "chrome", "laptop", "lap top", "pad", "tablet", "comput",
        "hot spot", "hotspot", "sn:", "sn#", "barcode", "charger", "calculator",
        "hearing", "instrument", "sim", "violin", "viola", "cello", "trumpet", "clarinet", "flute",
        "saxophone", "trombone", "mac ", "mac:",
    )  # fmt: skip
    forms = (
        Form(id="marked", pattern=rf"(?i)\b{_MARK}{GAP}{_VALUE}", score=0.7),
        Form(
            id="thing",
            pattern=rf"(?i)\b{_THING}\s?(?:{_MARK}|#|\b(?:number|no\.|num|tag|id)\b){MAYBE_GAP}{_VALUE}",
            score=0.7,
        ),
        Form(id="beside", pattern=rf"(?i)\b{_THING}\s\(?(?P<value>[a-z]{{1,4}}-?\d{{4,12}})",
             score=0.6),
        Form(id="sn", pattern=r"\b(?:SN|S/N)\s?[:#]\s?(?P<value>[A-Z0-9][A-Z0-9\-]{4,23})",
             score=0.7),
        Form(id="locker", pattern=r"\b[Ll]ocker\s(?:#\s?)?(?P<value>[A-Z]{0,2}-?\d{2,5})\b",
             score=0.55),
        Form(
            id="tagged",
            pattern=r"(?i)\b(?:(?:parking|bike|key|bag|luggage|device)\s(?:tag|permit|decal|sticker)|fob|key\s?card"
            r"|key\s(?:number|no\.?|#))\s?(?:number|no\.?|#)?\s?(?:is\s)?(?P<value>[a-z]{0,3}-?\d{3,8})\b",
            score=0.6,
        ),
        Form(
            id="numbered_thing",
            pattern=r"(?i)\b(?:chrome\s?book|i-?pad|hot\s?spot|laptop)\s(?P<value>0\d{3,7}|\d{5,8})\b",
            score=0.6,
        ),
        Form(
            id="sticker",
            pattern=r"(?i)\b(?:sticker|label|engraving|back|bottom|case|tag)\s(?:on\sit\s)?(?:says|reads"
            r"|said|shows?|has)\s[\"“']?(?P<value>[a-z]{1,6}[\-\s]?\d{3,10})\b",
            score=0.65,
        ),
        Form(id="mac_bare", pattern=r"(?i)\bmac(?:\saddress)?\s?[:#]?\s(?P<value>[0-9a-f]{12})\b",
             score=0.7),
        Form(id="instrument",
             pattern=r"(?i)\b(?:instrument|violin|viola|cello|trumpet|clarinet|flute|saxophone|trombone)"
             r"\s?(?:#|no\.?|number)\s?(?P<value>[a-z]{0,3}-?\d{3,10})\b", score=0.6),
        Form(id="mac", pattern=rf"\b(?P<value>{_HEX}(?:[:\-]{_HEX}){{5}})", score=0.85),
        Form(id="mac_dots", pattern=r"(?i)\b(?P<value>[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})",
             score=0.6),
        Form(id="ip", pattern=r"\b(?P<value>(?:\d{1,3}\.){3}\d{1,3})", score=0.6),
        Form(id="ip6", pattern=r"(?i)(?P<value>[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){3,7})",
             score=0.6),
    )  # fmt: skip

    def may_hold(self, text: str) -> bool:
        """Return whether a word for a device or the form of an address stands in the text."""
        if not has_digit(text):
            return False
        if text.count(":") > 2 or text.count("-") > 4 or _DOTTED.search(text) is not None:
            return True
        return super().may_hold(text)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse pieces, years, and the addresses that are nobody's."""
        value = text[start:end].rstrip("-")
        end = start + len(value)
        if not is_whole(text, start, end):
            return None
        if form.id.startswith("mac"):
            return (start, end, form.score) if len(set(value) - set(":-.")) > 2 else None
        if form.id.startswith("ip"):
            return _address(text, form, start, end)
        number = digits(value)
        if len(number) < 3 or re.fullmatch(r"(?:19|20)\d\d", value):
            return None
        return (start, end, form.score) if len(value) >= 4 or form.id == "locker" else None


_DOTTED = re.compile(r"[0-9]\.[0-9a-f]{1,4}\.[0-9a-f]")


def _address(text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
    """Keep an IP address that may be somebody's; "version 1.2.3.4" is none."""
    value = text[start:end]
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return None
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return None
    if value.startswith("255.") or value.endswith((".0", "::")):
        return None
    if _VERSION.search(text, max(start - 12, 0), start):
        return None
    return start, end, form.score


_VERSION = re.compile(r"(?i)(?:\bv|version|release|section|chapter|§)\s?\.?$")
