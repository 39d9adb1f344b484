"""Finds e-mail addresses, in any script, with plus tags and dots.

Any top-level label counts: a made-up one still says who somebody is, and the list of public
suffixes would have to come from the network.
"""

import re

from gateway.detection.recognisers.forms import Form, FormRecogniser
from gateway.terms.text import Label

_NOT = r"""\s@,;:<>()\[\]{}"“”|\\/=`«»"""
_LOCAL_EDGE = ".'’‘*!?#-–—&"
_DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")


class Emails(FormRecogniser):
    """Finds e-mail addresses."""

    label = Label.EMAIL
    id_ = "emails"
    forms = (
        Form(
            id="address", pattern=rf"(?P<value>[^{_NOT}]+@[^{_NOT}]+\.[^{_NOT}]{{2,}})", score=1.0
        ),
        Form(
            id="spelled",
            pattern=(
                r"(?i)(?P<value>[a-z0-9][a-z0-9._+\-]{1,40}\s?(?:\(at\)|\[at\]|\{at\})\s?"
                r"[a-z0-9\-]{2,40}(?:\s?(?:\.|\(dot\)|\[dot\]|\{dot\})\s?[a-z0-9\-]{2,20}){1,4})"
            ),
            score=0.85,
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is an at sign, or the word for one in brackets."""
        return "@" in text or "at)" in text or "at]" in text or "at}" in text

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off punctuation around the address; keep it if its domain could be one."""
        if form.id == "spelled":
            return super().judge(text, form, start, end)
        at = text.index("@", start, end)
        while start < at and text[start] in _LOCAL_EDGE:
            start += 1
        domain = _DOMAIN.match(text, at + 1, end)
        if start == at or domain is None:
            return None
        last = domain[0].rpartition(".")[2]
        if len(last) < 2 or last.isdigit():
            return None
        return start, domain.end(), form.score
