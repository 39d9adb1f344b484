"""A letter to print: the link as a QR code that a telephone reads, and as text to type."""

import io
from typing import Final

import segno
from markupsafe import Markup

from gateway.oversight.signing.asking import Paper
from gateway.oversight.signing.words import words_in
from gateway.web.pages import render

SCALE: Final = 4


def letter_page(paper: Paper) -> str:
    """Return the letter as one page of HTML that needs nothing else."""
    words = words_in(paper.language)
    return render(
        "sign/letter.html",
        paper=paper,
        words=words.letter,
        qr=Markup(_qr(paper.link)),  # noqa: S704 - drawn here, of black and white squares
        day=words.day(paper.until),
    )


def _qr(link: str) -> str:
    """Return a link as SVG; one that survives a fold (error correction M)."""
    out = io.BytesIO()
    code = segno.make_qr(link, error="m")
    code.save(out, kind="svg", scale=SCALE, border=4, xmldecl=False, omitsize=True)
    return out.getvalue().decode()
