"""What the letters around a signature say: in the signer's language first, then in the other. Pure.

No letter names anybody in full: mail lies around in more places than a form does.
"""

from collections.abc import Callable
from datetime import date

from gateway.oversight.signing.words import Words, words_in
from gateway.terms.letters import Letter
from gateway.terms.signing import Language, Request

ASKING, CONFIRMING = "signature_request", "signature_confirmation"


def asking_letter(
    request: Request, *, to: str, student: str, link: str, until: date, ends: int, once: str = ""
) -> Letter:
    """Return the letter that brings a link.

    Args:
        request: what is asked.
        to: an e-mail address.
        student: in initials.
        link: opens the form.
        until: the link's last day.
        ends: the same in milliseconds since 1970.
        once: as in `Letter`.
    """

    def text(words: Words) -> str:
        factor = words.letter[f"factor_{request.factor}"]
        day = words.day(until)
        return words.letter["body"].format(student=student, link=link, factor=factor, day=day)

    return Letter(
        kind=ASKING,
        to=to,
        subject=words_in(request.language).letter["subject"],
        text=_in_order(request.language, text),
        about=request.id,
        language=request.language,
        until=ends,
        once=once,
    )


def confirming_letter(request: Request, *, to: str, student: str, link: str) -> Letter:
    """Return the letter that confirms a signature (16 CFR 312.5(b)(2)(vi)); `link` withdraws it."""
    return Letter(
        kind=CONFIRMING,
        to=to,
        subject=words_in(request.language).letter["signed_subject"],
        text=_in_order(
            request.language,
            lambda words: words.letter["signed_body"].format(student=student, link=link),
        ),
        about=request.id,
        language=request.language,
    )


def _in_order(first: Language, text: Callable[[Words], str]) -> str:
    order = sorted(Language, key=lambda one: (one is not first, one))
    return "\n\n---\n\n".join(text(words_in(one)).strip() for one in order) + "\n"
