"""How sure findings must be before they stand, for whom. Numbers with their reasons only. Pure.

A pupil writes about books, history and science, and names strangers in most lines; a teacher writes
about the pupils of this school. So what is doubtful counts for less in what pupils write.
"""

from dataclasses import dataclass

from gateway.detection.name_scores import KEEP, NEAR
from gateway.terms.people import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """How sure a finding must be, from 0 to 1.

    - `roster`: one name alone of somebody far, where a model saw a name too;
    - `unseen`: the same where no model did; a roster of thousands holds nearly every word;
    - `near`: one name alone that somebody in the principal's classes bears;
    - `pattern`: forms of ids, addresses and the like;
    - `model`: a name that is on no roster;
    - `world`: such a name, and one name alone of somebody far, in a sentence about the world
      (`lessons.about_the_world`);
    - `lesson`: the same in a text that says nothing of anybody's own life (`lessons.is_a_lesson`);
      1 is more than a model ever reaches;
    - `namesakes`: whether somebody near gives way, in such a text, to a namesake everyone knows who
      was named in full: "Achebe" behind "Chinua Achebe".
    """

    roster: float = KEEP
    unseen: float = 0.58
    near: float = NEAR
    pattern: float = 0.4
    model: float = 0.35
    world: float = 0.8
    lesson: float = 1
    namesakes: bool = False


STAFF = Setting()
"""For whoever works here or is a parent, and for whom we do not know."""

STUDENT = Setting(world=0.93, namesakes=True)
"""For pupils: what both models see of a strange name is not enough where the world is spoken of,
and their essays name an author again and again. A teacher's comment on Jackson, who wrote of Andrew
Jackson, reads like a lesson as well."""

DEFAULT = STAFF


def setting_for(kind: Kind) -> Setting:
    """Return the setting for prompts of such a principal."""
    return STUDENT if kind is Kind.STUDENT else STAFF
