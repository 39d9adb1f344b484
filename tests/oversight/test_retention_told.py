"""Every lifetime is told with its source, in the API and in the document."""

from dataclasses import fields
from pathlib import Path

from gateway.oversight.retention_told import LIFETIMES_TOLD, table
from gateway.terms.retention import Lifetimes


def test_every_lifetime_says_what_it_rests_on_and_what_follows() -> None:
    assert [*LIFETIMES_TOLD] == [one.name for one in fields(Lifetimes)]


def test_the_document_holds_every_lifetime() -> None:
    document = Path(__file__).resolve().parents[2] / "docs" / "retention.md"
    assert table() in document.read_text()
