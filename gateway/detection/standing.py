"""What stands in a leaf by itself, whatever stands in the others: most of what settling costs.

It follows from the leaf's text and kind, from what was proposed about it, and from what is around
it. So it can be worked out anywhere: where there is little to read at once, otherwise in the
detection processes (`Scanner.stand`). Pure.
"""

from collections.abc import Sequence
from typing import NamedTuple

from gateway.detection.arbitration import arbitrate
from gateway.detection.arbitration_settings import Setting
from gateway.detection.companions import companions
from gateway.detection.initials import initials_near, with_initials
from gateway.detection.kept import Kept
from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.renown import known_by_all
from gateway.terms.text import Candidate


class Around(NamedTuple):
    """What reading a leaf follows from besides the leaf: whoever is near, how sure a finding must
    be, of whom the request speaks, and which names are no pupil's."""

    near: NearNames
    setting: Setting
    named: frozenset[str]
    excused: frozenset[str]


def standing(
    text: str, proposed: Sequence[Candidate], around: Around, *, structural: bool = False
) -> tuple[Kept, ...]:
    """Return what stands in a leaf by itself.

    Args:
        text: the leaf's text.
        proposed: everything proposed about it.
        around: what else it follows from.
        structural: whether the leaf is a field's name, a call's id or the like. Such a one may be
            refused for a person, not for a word.
    """
    near = NOBODY if structural else around.near
    candidates = (*proposed, *initials_near(text, near))
    kept = arbitrate(text, candidates, near, around.setting, around.named, around.excused)
    if structural:
        return tuple(one for one in kept if one.recogniser.startswith("roster"))
    elsewhere = known_by_all(proposed, around.named)
    return companions(text, with_initials(text, kept, near), elsewhere)
