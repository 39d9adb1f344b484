"""Finds initials of the people in the principal's own classes: "K.W. hit J.T.", "JL wrote it".

Two letters are anybody's, so only those count that somebody near has, written in capitals, and none
that schools use for something else. Knows one text and who is near; must not know rules. Pure.
"""

import re
from collections.abc import Iterator
from typing import Final

from gateway.detection.name_scores import INITIALED, SCORES
from gateway.detection.near_names import NearNames
from gateway.terms.text import Candidate, Label, NamePart

_INITIALS: Final = re.compile(r"(?<![\w.&/'’-])([A-ZÀ-Þ])(\.?) ?([A-ZÀ-Þ])(?![\w&/-])")
_OTHERWISE: Final = frozenset(
    """
    ad ai ak al am ap ar as at az ba bc bo br bs by ca cd ce ci co ct cv da dc de dj do dr ed
    ee eg el em en er es et eu ex fl fm fr ft fy ga go gt hi hq hr hs hw ia id ie if il in ip
    iq is it jr jv k ks ky la ld lg li lt ma mc md me mi mo mr ms mt my na nc nd ne nh nj no
    ny of oh ok on or ot ox pa pc pe ph pi pj pm pr ps pt pw qa re ri rn sc sd se si sl so sp
    sr st ta tb tn to tv tx ui uk un up us ut va vs vt wa we wi wv wy xl yr
    """.split()
)


def initials_near(text: str, near: NearNames) -> Iterator[Candidate]:
    """Yield the initials in a text that somebody near has.

    Args:
        text: the leaf's text.
        near: the people of the principal's own classes.
    """
    if not near.initials or text.isupper():
        return
    for match in _INITIALS.finditer(text):
        letters = (match[1] + match[3]).lower()
        dotted = bool(match[2])
        people = near.initials.get(letters)
        if people is None or (not dotted and (letters in _OTHERWISE or " " in match[0])):
            continue
        yield Candidate(
            start=match.start(),
            end=match.end(3),
            label=Label.PERSON,
            score=SCORES["initial"],
            recogniser=INITIALED,
            people=people,
            part=NamePart.OTHER,
        )
