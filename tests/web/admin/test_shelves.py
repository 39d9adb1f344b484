import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel

from gateway.web.described import IN_ORDER
from tests.web.front import FRONT

TOLD = """
from pydantic import TypeAdapter

from gateway.district.documents import CHOICES, TOOL
from gateway.terms.disclosure import Category, DistrictChoices, Purpose, Tool
from gateway.terms.outcomes import Outcome
from gateway.terms.people import Role
from gateway.terms.sensitive import SensitiveHandling
from gateway.terms.signs import Topic
from gateway.web.admin.shelves import Versioned

every = {"roles": frozenset(Role), "topics": frozenset(Topic)}
choices = DistrictChoices(
    safety_team=frozenset({"ruth", "omar", "lee"}),
    sensitive_handling=(SensitiveHandling(**every, outcome=Outcome.HOLD),),
)
tool = Tool(
    id="t", model="m", provider="P", purposes=frozenset(Purpose), categories=frozenset(Category)
)
print(CHOICES.write(choices), TOOL.write(tool))
for value in (choices, tool):
    told = TypeAdapter(Versioned[type(value)])
    print(told.dump_json(Versioned(version=1, value=value)).decode())
"""


def _told(seed: str) -> str:
    """Return how a process tells of rows that keeps its sets in an order of its own."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_two_processes_list_sets_in_the_same_order() -> None:
    told = _told("1")
    assert '"omar"' in told
    assert _told("2") == told


def test_no_answer_lists_a_set_in_the_order_a_process_keeps_it_in() -> None:
    answers = [route.response_model for route in _routes(FRONT.admin.routes)]
    assert len(answers) > 100
    assert not [path for kind in answers for path in _sets(kind, ())]


def _routes(routes: Sequence[Any]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):  # what the application includes
            yield from _routes(route.original_router.routes)


def _sets(kind: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Yield where in an answer a set stands that is told as it comes."""
    origin = get_origin(kind)
    if origin is Annotated:
        if IN_ORDER not in kind.__metadata__:
            yield from _sets(kind.__origin__, path)
    elif origin in (set, frozenset):
        yield ".".join(path)
    elif origin is not None:
        for inner in get_args(kind):
            yield from _sets(inner, path)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if IN_ORDER not in field.metadata:
                yield from _sets(field.annotation, (*path, name))
    elif is_dataclass(kind):
        for name, hint in get_type_hints(kind, include_extras=True).items():
            yield from _sets(hint, (*path, name))
