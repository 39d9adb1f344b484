"""What people are permitted and refused, as it was read of some subjects at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, select

from gateway.district.documents import CONSENT, OPT_OUT, RIGHTS
from gateway.district.merged import Merged
from gateway.store import tables
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import Consent
from gateway.terms.emergencies import Emergency
from gateway.terms.permits import TeacherPermit
from gateway.terms.rights import Rights


@dataclass(slots=True)
class Permitted:
    """What was read of one state of the consents.

    By subject: consents, whether AI use was refused, opt-outs from directory information, and, of
    those of whom the office found it, who holds the rights. Of everybody: declared emergencies and
    what teachers permit, None until they were read.
    """

    consents: dict[str, tuple[Consent, ...]] = field(default_factory=dict)
    refused: dict[str, bool] = field(default_factory=dict)
    opt_outs: dict[str, tuple[DirectoryOptOut, ...]] = field(default_factory=dict)
    rights: dict[str, Rights] = field(default_factory=dict)
    emergencies: tuple[Emergency, ...] | None = None
    permits: tuple[TeacherPermit, ...] | None = None

    def take(self, other: "Permitted") -> None:
        """Take up what was read of more subjects."""
        self.consents.update(other.consents)
        self.refused.update(other.refused)
        self.opt_outs.update(other.opt_outs)
        self.rights.update(other.rights)

    def only(self, subjects: Sequence[str]) -> "Permitted":
        """Return what is known of some subjects alone."""
        kept = [one for one in subjects if one in self.refused]
        return Permitted(
            consents={one: self.consents[one] for one in kept},
            refused={one: self.refused[one] for one in kept},
            opt_outs={one: self.opt_outs[one] for one in kept},
            rights={one: self.rights[one] for one in kept if one in self.rights},
        )


_CONSENTS = select(tables.consents.c.document).where(
    tables.consents.c.subject.in_(bindparam("ids", expanding=True))
)
_OPT_OUTS = select(tables.directory_opt_outs.c.document).where(
    tables.directory_opt_outs.c.student.in_(bindparam("ids", expanding=True))
)
_RIGHTS = select(tables.rights.c.document).where(
    tables.rights.c.student.in_(bindparam("ids", expanding=True))
)
_REFUSALS = select(tables.refusals.c.subject).where(
    tables.refusals.c.subject.in_(bindparam("ids", expanding=True))
)


def read_permitted(db: Connection, subjects: Sequence[str], merged: Merged) -> Permitted:
    """Return what some subjects are permitted and refused, an entry for each of them.

    What was recorded under any id of a person who was merged is theirs, and a refusal of either
    counts for both.
    """
    ids = {"ids": merged.rows_of(subjects)}
    consents: dict[str, list[Consent]] = {merged.one(one): [] for one in subjects}
    for text in db.execute(_CONSENTS, ids).scalars():
        consent = consent_of(CONSENT.read(text), merged)
        consents[consent.subject].append(consent)
    opt_outs: dict[str, list[DirectoryOptOut]] = {one: [] for one in consents}
    for text in db.execute(_OPT_OUTS, ids).scalars():
        opt_out = OPT_OUT.read(text)
        student = merged.one(opt_out.student)
        opt_outs[student].append(replace(opt_out, student=student))
    rights = {one.student: one for one in read_rights(db, ids["ids"], merged)}
    refused = merged.ones(db.execute(_REFUSALS, ids).scalars())
    goes_by = {one: merged.one(one) for one in subjects}
    return Permitted(
        consents={one: tuple(consents[kept]) for one, kept in goes_by.items()},
        refused={one: kept in refused for one, kept in goes_by.items()},
        opt_outs={one: tuple(opt_outs[kept]) for one, kept in goes_by.items()},
        rights={one: rights[kept] for one, kept in goes_by.items() if kept in rights},
    )


def read_rights(db: Connection, ids: Sequence[str], merged: Merged) -> list[Rights]:
    """Return what the office found about who holds some students' rights, with the ids that they
    and the adults go by."""
    return [
        replace(
            one,
            student=merged.one(one.student),
            acting=merged.ones(one.acting),
            restricted=merged.ones(one.restricted),
        )
        for one in map(RIGHTS.read, db.execute(_RIGHTS, {"ids": ids}).scalars())
    ]


def consent_of(consent: Consent, merged: Merged) -> Consent:
    """Return a consent with the ids that student and signer go by."""
    if merged.kept_of.keys().isdisjoint((consent.subject, consent.signer)):
        return consent
    return replace(consent, subject=merged.one(consent.subject), signer=merged.one(consent.signer))
