"""Forms: the one that comes with the gateway, and those of the district."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from gateway.district.documents import Document
from gateway.district.shelves import Shelf, check_id, invalid
from gateway.oversight.signing.words import TEXTS
from gateway.store.tables import consent_forms
from gateway.terms.signing import ConsentForm, FormText, Language

SHIPPED_ID: Final = "ai-tools-1"
LONGEST_PARAGRAPH: Final = 4000
FORM: Final = Document(ConsentForm)


@cache
def shipped_form() -> ConsentForm:
    """Return the form that comes with the gateway."""
    text = (TEXTS / f"{SHIPPED_ID}.toml").read_text(encoding="utf-8")
    return TypeAdapter(ConsentForm).validate_python(tomllib.loads(text))


def _read(db: Connection, row: str) -> ConsentForm | None:
    if row == SHIPPED_ID:
        return shipped_form()
    found = db.execute(select(consent_forms.c.document).where(consent_forms.c.id == row)).scalar()
    return None if found is None else FORM.read(found)


def _put(db: Connection, form: ConsentForm, _now: int) -> None:
    db.execute(insert(consent_forms).values(id=form.id, document=FORM.write(form)))


def _listed(db: Connection, after: str, limit: int) -> list[ConsentForm]:
    at = consent_forms.c
    query = select(at.document).where(at.id > after).order_by(at.id).limit(limit)
    forms = [FORM.read(text) for text in db.execute(query).scalars()]
    if after < SHIPPED_ID:
        forms.append(shipped_form())
    return sorted(forms, key=lambda form: form.id)[:limit]


def _check(db: Connection, form: ConsentForm) -> None:
    check_id(form.id)
    before = _read(db, form.id)
    if before is not None and before != form:
        raise invalid("a form never changes; write the new version under another id", "id")
    missing = set(Language) - set(form.texts)
    if missing:
        raise invalid(f"every form is written in {', '.join(sorted(Language))}", "texts")
    for language, text in form.texts.items():
        for name, paragraph in _paragraphs(text):
            if not 0 < len(paragraph.strip()) <= LONGEST_PARAGRAPH:
                raise invalid(
                    f"a paragraph has 1 to {LONGEST_PARAGRAPH} characters",
                    f"texts.{language}.{name}",
                )


def _paragraphs(text: FormText) -> list[tuple[str, str]]:
    single: Mapping[str, str] = {
        name: getattr(text, name)
        for name in ("title", "collect_use", "disclose_third_party", "statement")
    }
    several = {"introduction": text.introduction or ("",), "rights": text.rights or ("",)}
    return [*single.items(), *((name, one) for name, many in several.items() for one in many)]


FORMS: Final = Shelf(
    kind="consent_form",
    document=FORM,
    row_of=lambda form: form.id,
    read=_read,
    put=_put,
    listed=_listed,
    check=_check,
)
"""Forms are never changed or taken away: somebody may have signed one."""
