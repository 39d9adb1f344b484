"""A watch over the small district's log, with a clock to set."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gateway.audit.publish import CheckpointPlaces
from gateway.reports.desk import Library
from gateway.watching.measures import Watched
from gateway.watching.rules import AlertRule, Look, load_rules
from gateway.watching.told import Told
from gateway.watching.watch import Watch
from tests.oversight.conftest import Rooms, rooms
from tests.reports.conftest import bare, office, peopled, town

__all__ = ["bare", "office", "peopled", "rooms", "town"]


def rule(look: Look, **more: Any) -> AlertRule:
    """Return a rule that is looked by every time."""
    said: dict[str, Any] = {"id": look.value, "title": look.value, "minutes": 60, "every": 0}
    return AlertRule(look=look, **said | more)


def watch_in(
    rooms: Rooms,
    library: Library,
    folder: Path,
    rules: Sequence[AlertRule] | None = None,
    told: Told | None = None,
    *,
    clock: list[int] | None = None,
    holder: str = "here",
) -> Watch:
    """Return a watch over a district; by the rules that ship unless told otherwise."""
    time = clock if clock is not None else [1_700_000_100_000]
    return Watch(
        Watched(
            reader=library.reader,
            search=library.search,
            district=library.district,
            places=CheckpointPlaces((folder,)),
        ),
        load_rules(folder / "alerts.toml") if rules is None else rules,
        Told() if told is None else told,
        commit=rooms.town.commit,
        outbox=rooms.outbox,
        office=rooms.office,
        holder=holder,
        now=lambda: time[0],
        new_id=rooms.office._new_id,
    )
