"""The last check before egress: no value that was decided to be replaced is left.

Works from the values themselves, not from the vault or its search, so that a fault there is found
here. Pure. Compares whole words in compatibility-normalised, caseless form, and numbers by their
digits alone.
"""

from collections.abc import Iterable
from typing import NamedTuple

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
    sought = _sought(plan)
    left = _left(sent, sought)
    if left:
        left = _left(_without_stand_ins(sent, plan), sought)
    if left:
        kinds = ", ".join(f"`{label}`" for label in sorted(left))
        raise Leak(
            f"the last check before sending found values of kind {kinds} that were to be "
            "replaced, so nothing was sent; please report it with the record id"
        )


class _Sought(NamedTuple):
    """What must not be found: `cased` as spelt, `caseless` folded, `digits` whatever separates
    them."""

    cased: dict[str, Label]
    caseless: dict[str, Label]
    digits: dict[str, Label]


def _sought(plan: Plan) -> _Sought:
    """Return what to look for: of a name, its words as typed and in capitals, for in lower case
    most are just words; whole names, and all that is no name, in any case."""
    sought = _Sought({}, {}, {})
    for label, value in plan.forbidden:
        if label is not Label.PERSON:
            if any(map(is_letter, value)):
                sought.caseless[folded(value)] = label
            digits = digits_of(label, value)
            if digits:
                sought.digits[digits] = label
            continue
        pieces = [(kind, piece) for kind, piece in split_name(value) if kind is not Piece.BETWEEN]
        for kind, piece in pieces:
            if kind is Piece.WORD:
                word = plain(piece)
                sought.cased[word] = sought.cased[word.upper()] = label
        if len(pieces) > 1 or any(" " in piece for _, piece in pieces):
            sought.caseless[folded(value)] = label
    return sought


def _left(sent: str, sought: _Sought) -> set[Label]:
    cased, caseless = plain(sent), folded(sent)
    left = {label for token, label in sought.cased.items() if _is_said(cased, token)}
    left |= {label for token, label in sought.caseless.items() if _is_said(caseless, token)}
    return left | {
        label for digits, label in sought.digits.items() if any(find_number(sent, digits))
    }


def _without_stand_ins(sent: str, plan: Plan) -> str:
    """Return what is sent with the stand-ins of this request cut out.

    An address keeps `Lane`, a date may say `May` and a tag `STUDENT`: no leak, though a pupil be
    called so. Nor is a coined name that somebody also typed by hand: what was typed has another,
    and what still stands is ours. A stand-in that is its own value would be a leak.
    """
    for entry in plan.placed:
        if not entry.pieces and folded(entry.surrogate) != folded(entry.value):
            for _, outgoing in entry.forms():
                sent = sent.replace(outgoing, "\x00")
    return sent


def _is_said(text: str, token: str) -> bool:
    return len(token) > 1 and token in text and stands_in(text, token)
