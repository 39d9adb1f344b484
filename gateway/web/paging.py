"""Pages of what the described APIs list: how much of it, from where, and where the next begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import orjson
from fastapi import Query
from pydantic import BaseModel, Field

from gateway.errors import BadRequest

LARGEST_PAGE = 500
PLAIN = r"^[^\x00-\x1f\x7f]*$"
"""No control characters: no id has any, and PostgreSQL takes no zero byte in a text."""

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="rows a page, at most")]
Cursor = Annotated[
    str, Query(max_length=1000, description="`next` of the page before; empty for the first")
]


class Page[Item](BaseModel):
    """Some rows, and how to ask for the next ones."""

    items: list[Item]
    next: str | None = Field(description="pass it as `cursor` for the next page; null at the end")


def page_of[Row, Item](
    found: Sequence[Row],
    limit: int,
    *,
    shown: Callable[[Row], Item],
    row: Callable[[Row], str],
) -> Page[Item]:
    """Return a page of rows that are listed by their ids.

    Args:
        found: its rows, and one more if there are more.
        limit: how many the page holds at most.
        shown: says what of a row is shown.
        row: gives a row's id, from which `start_of` lists on.
    """
    page = found[:limit]
    return Page(
        items=[shown(one) for one in page],
        next=cursor_of(row(page[-1])) if len(found) > limit else None,
    )


def start_of(cursor: str) -> str:
    """Return the id of the last row of the page before, "" for the first page.

    Raises:
        BadRequest: the cursor is none of ours.
    """
    return (read_cursor(cursor, str) or [""])[0]  # type: ignore[no-any-return]


def cursor_of(*last: str | int) -> str:
    """Return where a page ended, for whoever asks for the next."""
    return base64.urlsafe_b64encode(orjson.dumps(last)).rstrip(b"=").decode()


def read_cursor(text: str, *shape: type) -> list[Any]:
    """Return what `cursor_of` was given, an empty list for "".

    Raises:
        BadRequest: it is none of ours.
    """
    if not text:
        return []
    try:
        last = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, orjson.JSONDecodeError, ValueError) as error:
        raise _bad_cursor() from error
    if not isinstance(last, list) or [type(one) for one in last] != list(shape):
        raise _bad_cursor()
    return last


def _bad_cursor() -> BadRequest:
    return BadRequest(
        "`cursor` is not one that a page named; begin again without it",
        code="bad_cursor",
        param="cursor",
    )
