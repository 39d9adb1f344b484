"""What a place is to whoever delivers."""

from collections.abc import Sequence
from typing import Protocol

from gateway.terms.record import Checkpoint


class Undelivered(Exception):
    """A place did not take checkpoints. `code` is stable, and says nothing of what was sent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Place(Protocol):
    """Takes checkpoints. One delivery at a time; the same one may come twice."""

    @property
    def name(self) -> str:
        """Return what it is called in the database, in metrics and to officers."""
        ...

    @property
    def every(self) -> int:
        """Return how many milliseconds lie between two checkpoints of one stream."""
        ...

    async def put(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Hand checkpoints over, and return once somebody else answers for them.

        Raises:
            Undelivered: they were not, or perhaps not all, handed over.
        """
        ...
