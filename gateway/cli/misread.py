"""Says what is wrong with a value that somebody typed or put into a file, never what it was."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from gateway.errors import BadRequest

_LISTS = frozenset({"frozen_set_type", "set_type", "tuple_type", "list_type"})


def first_fault(error: ValidationError) -> str:
    """Return the first thing that is wrong, behind where it stands if that has a name."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    words = 'is a list: write it as `["one", "two"]`, in single quotes for the shell'
    if first["type"] in _LISTS and where:
        return f"`{where}` {words}"
    return f"`{where}`: {first['msg']}" if where else first["msg"]


def read_as[T](kind: type[T], file: Path, *, called: str, code: str) -> T:
    """Return the value that a file holds as JSON.

    Raises:
        BadRequest: it holds none, in words that begin with what the file is `called`.
        OSError: the file cannot be read.
    """
    try:
        return TypeAdapter(kind).validate_json(file.read_bytes())
    except ValidationError as error:
        raise BadRequest(f"{called}: {first_fault(error)}", code=code) from error
