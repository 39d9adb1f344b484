"""Says what is wrong with a value that somebody typed or put into a file, never what it was."""

from pydantic import ValidationError

_LISTS = frozenset({"frozen_set_type", "set_type", "tuple_type", "list_type"})


def first_fault(error: ValidationError) -> str:
    """Return the first thing that is wrong, behind where it stands if that has a name."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    words = 'is a list: write it as `["one", "two"]`, in single quotes for the shell'
    if first["type"] in _LISTS and where:
        return f"`{where}` {words}"
    return f"`{where}`: {first['msg']}" if where else first["msg"]
