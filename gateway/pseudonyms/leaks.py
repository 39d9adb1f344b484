"""The last check before egress: no value that was decided to be replaced is left.

Works from the values themselves, not from the vault or its search, so that a fault there is found
here. Pure. Compares whole words in compatibility-normalised, caseless form, and numbers by their
digits alone.
"""

from collections.abc import Iterable

from gateway.errors import Leak
from gateway.pseudonyms.occurrences import digits_of, find_number
from gateway.pseudonyms.replace import Plan
from gateway.pseudonyms.words import Piece, folded, is_letter, plain, split_name, stands_in
from gateway.terms.text import Label, Leaf


def check_leaks(leaves: Iterable[Leaf], plan: Plan) -> None:
    """Make sure none of a plan's values stands in what is about to leave.

    Args:
        leaves: the leaves of the outgoing request, extracted again from what will be sent.
        plan: what was to be replaced.

    Raises:
        Leak: a value stands there; says how many and of what kinds, never what.
    """
    if not plan.forbidden:
        return
    sent = "\n\x00\n".join(leaf.text for leaf in leaves)
    for entry in plan.placed:
        # An address keeps `Lane` and a date may say `May`: no leak, though a pupil be called so.
        # A tag says what it stands for, and is none, though somebody be called `Of`.
        if entry.is_tag or (entry.label is not Label.PERSON and not entry.pieces):
            for _, outgoing in entry.forms():
                sent = sent.replace(outgoing, "\x00")
    cased, caseless = plain(sent), folded(sent)
    ours = _placed_names(plan)
    names = {token: label for token, label in _as_spelt(plan).items() if folded(token) not in ours}
    wholes = {token: label for token, label in _in_any_case(plan).items() if token not in ours}
    left = {label for token, label in names.items() if _is_said(cased, token)}
    left |= {label for token, label in wholes.items() if _is_said(caseless, token)}
    left |= {label for digits, label in _numbers(plan).items() if any(find_number(sent, digits))}
    if left:
        kinds = ", ".join(f"`{label}`" for label in sorted(left))
        raise Leak(
            f"the last check before sending found values of kind {kinds} that were to be "
            "replaced, so nothing was sent; please report it with the record id"
        )


def _placed_names(plan: Plan) -> set[str]:
    """Return the coined names that stand for somebody, folded, and their words.

    Whoever types one of them by hand has it replaced by another; where it still stands it is ours,
    and no leak. A coined name that is its own value would be one.
    """
    ours: set[str] = set()
    for entry in plan.placed:
        if entry.label is Label.PERSON and folded(entry.surrogate) != folded(entry.value):
            pieces = split_name(entry.surrogate)
            own = {folded(piece) for kind, piece in pieces if kind is Piece.WORD}
            own -= {folded(piece) for _, piece in split_name(entry.value)}
            ours |= own | {folded(entry.surrogate)}
    return ours


def _as_spelt(plan: Plan) -> dict[str, Label]:
    """Return the words of names, as typed and in capitals: in lower case most are just words."""
    words = {
        plain(piece)
        for label, value in plan.forbidden
        if label is Label.PERSON
        for kind, piece in split_name(value)
        if kind is Piece.WORD
    }
    return dict.fromkeys(words | {word.upper() for word in words}, Label.PERSON)


def _in_any_case(plan: Plan) -> dict[str, Label]:
    """Return whole names and everything that is no name."""
    return {
        folded(value): label
        for label, value in plan.forbidden
        if any(map(is_letter, value)) and (label is not Label.PERSON or _is_long(value))
    }


def _is_long(name: str) -> bool:
    """Tell whether a name is of several words, so that it names somebody in any case."""
    pieces = [piece for kind, piece in split_name(name) if kind is not Piece.BETWEEN]
    return len(pieces) > 1 or " " in "".join(pieces)


def _numbers(plan: Plan) -> dict[str, Label]:
    digits = {digits_of(label, value): label for label, value in plan.forbidden}
    digits.pop("", None)
    return digits


def _is_said(text: str, token: str) -> bool:
    return len(token) > 1 and token in text and stands_in(text, token)
