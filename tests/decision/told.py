"""What Cedar is told of facts, for tests that ask it past the engine."""

from gateway.decision import cedar
from gateway.decision.cedar import Tree
from gateway.decision.entities import SUBJECT, Translator, entity
from gateway.decision.reading import Reads
from gateway.terms.decision import Facts

_OF_EITHER = """
    permit (principal, action, resource)
    when { (if true then principal else resource).kind == "staff" };
"""
EVERYTHING = Reads(cedar.parse(_OF_EITHER), SUBJECT)
"""Reads all there is: the text does not tell whose attribute it reads."""


def told(facts: Facts, reads: Reads = EVERYTHING) -> list[Tree]:
    """Return facts as entities, as far as they are read."""
    write = Translator(reads)
    return [
        *write.settled(facts.tool, facts.district),
        *write.asked(facts, facts.content),
        *(
            entity((SUBJECT, str(at)), write.described(subject))
            for at, subject in enumerate(facts.subjects)
        ),
    ]
