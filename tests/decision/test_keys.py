from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from gateway.decision import bases, keys
from gateway.terms.decision import Content

FACTS = bases.facts("teen", ["pupil"])


def _changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Content):
        return Content.C3 if value is not Content.C3 else Content.C0
    if isinstance(value, int):
        return value + 1
    if isinstance(value, frozenset):
        return frozenset({"another"})
    if isinstance(value, tuple):
        return (*value, "another")
    return "another"


def _each_changed(part: Any) -> Iterator[tuple[str, Any]]:
    """Yield a part with each of its fields changed, one at a time."""
    for field in fields(part):
        value = getattr(part, field.name)
        if is_dataclass(value):
            for name, changed in _each_changed(value):
                yield f"{field.name}.{name}", replace(part, **{field.name: changed})
        elif field.name == "subjects":
            for name, changed in _each_changed(value[0]):
                yield f"subjects.{name}", replace(part, subjects=(changed,))
        else:
            yield field.name, replace(part, **{field.name: _changed(value)})


def test_every_fact_is_in_the_key_of_a_decision() -> None:
    names = []
    for name, changed in _each_changed(FACTS):
        assert keys.of_facts(changed) != keys.of_facts(FACTS), name
        names.append(name)
    assert len(names) > 60


def test_the_key_of_what_is_settled_is_that_of_tool_and_district() -> None:
    for name, changed in _each_changed(FACTS):
        differs = keys.of_settled(changed) != keys.of_settled(FACTS)
        assert differs is name.startswith(("tool.", "district.")), name
