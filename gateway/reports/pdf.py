"""Papers as PDF: the only door to ReportLab. Plain: one column, large type, nothing but black.

A file is the same, byte for byte, for the same paper: it holds no clock and no chance.
"""

from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from gateway.reports.paper import Card, Grid, Heading, Items, Paper, Part, Signature
from gateway.reports.paper import Paragraph as Sentences

PLAIN, BOLD = "Roboto", "Roboto-Bold"
_MARGIN = inch
_WIDTH = LETTER[0] - 2 * _MARGIN
_BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=11, leading=15, spaceAfter=6)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName=BOLD, fontSize=20, leading=25, spaceAfter=4)
_HEADING = ParagraphStyle(
    "heading", parent=_BODY, fontName=BOLD, fontSize=14, leading=18, spaceBefore=12, spaceAfter=6
)
_CARD = ParagraphStyle("card", parent=_BODY, fontName=BOLD, spaceBefore=6, spaceAfter=2)
_LABEL = ParagraphStyle("label", parent=_BODY, fontName=BOLD, spaceAfter=0)
_CELL = ParagraphStyle("cell", parent=_BODY, spaceAfter=0)
_GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
]
_PAIRS = [*_GRID[:1], *_GRID[2:]]


def to_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF, US letter, its pages numbered."""
    _fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=LETTER,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=paper.title,
        author="Crossing Guard",
        lang=paper.language,
        invariant=1,
        displayDocTitle=1,
    )
    story: list[Flowable] = [_words(paper.title, _TITLE)]
    if paper.subtitle:
        story.append(_words(paper.subtitle, _BODY))
    for part in paper.parts:
        story += _laid_out(part)

    def footer(canvas: Any, _document: Any) -> None:
        canvas.setFont(PLAIN, 9)
        canvas.drawString(_MARGIN, 0.6 * inch, paper.title)
        canvas.drawRightString(LETTER[0] - _MARGIN, 0.6 * inch, str(canvas.getPageNumber()))

    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


def _laid_out(part: Part) -> list[Flowable]:
    match part:
        case Heading():
            return [_words(part.text, _HEADING)]
        case Sentences():
            return [_words(part.text, _BODY)]
        case Items():
            items = [_words(one, _BODY) for one in part.items]
            return [ListFlowable(items, bulletType="bullet", bulletFontName=PLAIN)]
        case Card():
            return _card(part)
        case Grid():
            return [_table(part), Spacer(1, 8)]
        case Signature():
            return [_signature(part)]


def _card(card: Card) -> list[Flowable]:
    rows = [[_words(label, _LABEL), _words(text or "-", _CELL)] for label, text in card.pairs]
    table = Table(rows, colWidths=[0.32 * _WIDTH, 0.68 * _WIDTH], style=_PAIRS, hAlign="LEFT")
    return [_words(card.title, _CARD), table, HRFlowable(width="100%", color=colors.black)]


def _table(grid: Grid) -> Flowable:
    rows = [[_words(cell, _LABEL) for cell in grid.header]]
    rows += [[_words(cell, _CELL) for cell in row] for row in grid.rows]
    width = _WIDTH / max(1, len(grid.header))
    return Table(rows, colWidths=[width] * len(grid.header), repeatRows=1, style=_GRID)


def _signature(place: Signature) -> Flowable:
    rows = [[_words(label, _LABEL), ""] for label in place.lines]
    style = [*_PAIRS, ("LINEBELOW", (1, 0), (1, -1), 0.7, colors.black)]
    table = Table(
        rows, colWidths=[0.25 * _WIDTH, 0.6 * _WIDTH], rowHeights=32, style=style, hAlign="LEFT"
    )
    return KeepTogether([Spacer(1, 12), _words(place.statement, _BODY), table])


def _words(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


@cache
def _fonts() -> None:
    """Let ReportLab know a font that has the letters of European languages and Vietnamese."""
    files = resources.files("font_roboto") / "files"
    for name, file in ((PLAIN, "Roboto-Regular.ttf"), (BOLD, "Roboto-Bold.ttf")):
        with resources.as_file(files / file) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
