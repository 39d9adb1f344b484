"""The last check before egress: no value that was decided to be replaced is left.

Works from the values themselves, not from the vault or its search, so that a fault there is found
here. Pure. Compares whole words in compatibility-normalised, caseless form, and numbers by their
digits alone.
"""

from collections.abc import Iterable

from gateway.errors import Leak
from gateway.pseudonyms.occurrences import digits_of, find_number
from gateway.pseudonyms.replace import Plan, stands_in
from gateway.pseudonyms.words import Piece, folded, plain, split_name
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
        if entry.label is not Label.PERSON and not entry.pieces and not entry.is_tag:
            for _, outgoing in entry.forms():
                sent = sent.replace(outgoing, "\x00")
    cased, caseless = plain(sent), folded(sent)
    found = [
        label for label, value in plan.forbidden if _is_left(label, value, sent, cased, caseless)
    ]
    if found:
        kinds = ", ".join(f"`{label}`" for label in sorted(set(found)))
        raise Leak(
            f"the last check before sending found {len(found)} value(s) of kind {kinds} that "
            "were to be replaced; nothing was sent. Please report this"
        )


def _is_left(label: Label, value: str, sent: str, cased: str, caseless: str) -> bool:
    if label is not Label.PERSON:
        digits = digits_of(label, value)
        if digits and next(find_number(sent, digits), None):
            return True
        return _is_said(caseless, folded(value))
    words = [piece for kind, piece in split_name(value) if kind is Piece.WORD]
    if len(words) != 1 and _is_said(caseless, folded(value)):
        return True
    return any(_is_said(cased, word) or _is_said(cased, word.upper()) for word in map(plain, words))


def _is_said(text: str, token: str) -> bool:
    return len(token) > 1 and token in text and stands_in(text, token)
