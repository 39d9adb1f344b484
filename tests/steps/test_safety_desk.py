"""Alarms are on record and passed on, and whatever is down keeps nobody's answer back."""

import asyncio

import pytest

from gateway.audit.schema import check
from gateway.district.enrolled import Enrolled
from gateway.errors import Unusable
from gateway.identity.callers import Caller
from gateway.steps.draft import Draft
from gateway.steps.safety import Alarm
from gateway.steps.safety_desk import Alert, LogDesk, raise_alarm
from gateway.steps.safety_words import Reader
from gateway.telemetry import Metrics
from gateway.terms.keys import KeyUse
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal, Role
from gateway.terms.record import Receipt, Record, RecordKind

pytestmark = pytest.mark.anyio

ID, OTHER = "01HF7YAT00" + "0" * 16, "01HF7YAT00" + "1" * 16
PERSON = Person(id="s1", kind=Kind.STUDENT, role=Role.STUDENT, given="Ann", schools=("north",))
CALLER = Caller(
    principal=Principal(person=PERSON, age_band=AgeBand.TEEN, age_source=AgeSource.NONE),
    use=KeyUse(id="key00001"),
    known=Enrolled(person=PERSON, born=None, log_id="p1"),
    chat="",
    headers={},
)
ALARM = Alarm(reader=Reader.TEEN, reply="words", fresh=True, words=("a secret",))


class Log:
    """A log that keeps records, or is down."""

    def __init__(self, *, down: bool = False) -> None:
        self.down = down
        self.records: list[Record] = []

    async def append(self, record: Record, /) -> Receipt:
        if self.down:
            raise Unusable("the log is down")
        await asyncio.sleep(0)
        check(record)
        self.records.append(record)
        return Receipt(record=record.id, stream="s", index=len(self.records))


class Desk:
    """A desk that takes alerts, or is down."""

    def __init__(self, *, down: bool = False) -> None:
        self.down = down
        self.alerts: list[Alert] = []

    async def alert(self, alert: Alert) -> None:
        if self.down:
            raise Unusable("nobody answers")
        self.alerts.append(alert)


def draft() -> Draft:
    return Draft(ID, now=lambda: 1000, hash_key=b"k" * 32)


async def test_an_alarm_is_on_record_and_the_desk_is_told() -> None:
    log, desk = Log(), Desk()
    assert await raise_alarm(ALARM, CALLER, draft(), log, desk)
    (record,) = log.records
    assert (record.kind, record.fields["outcome"]) == (RecordKind.REFUSAL, "safety")
    assert desk.alerts == [
        Alert(record=ID, person="s1", principal="p1", schools=("north",), words=("a secret",))
    ]
    assert "secret" not in repr(desk.alerts)


async def test_a_log_that_is_down_still_has_the_desk_told() -> None:
    desk = Desk()
    assert not await raise_alarm(ALARM, CALLER, draft(), Log(down=True), desk)
    assert desk.alerts


async def test_a_desk_that_is_down_leaves_the_record() -> None:
    log = Log()
    assert await raise_alarm(ALARM, CALLER, draft(), log, Desk(down=True))
    assert log.records


async def test_an_alarm_is_raised_to_the_end_though_whoever_asked_goes_away() -> None:
    log, desk = Log(), Desk()
    raising = asyncio.create_task(raise_alarm(ALARM, CALLER, draft(), log, desk))
    await asyncio.sleep(0)
    raising.cancel()
    with pytest.raises(asyncio.CancelledError):
        await raising
    assert log.records
    assert desk.alerts


async def test_the_logs_own_desk_writes_an_event_without_content_and_counts() -> None:
    log, metrics = Log(), Metrics()
    desk = LogDesk(log, metrics, now=lambda: 1000, record_id=lambda: OTHER)
    await desk.alert(Alert(record=ID, person="s1", principal="p1", schools=(), words=("a secret",)))
    (record,) = log.records
    assert record.fields == {"event": "safety_alert", "who": "p1", "what": ID}
    assert metrics.registry.get_sample_value("crossing_guard_safety_alerts_total") == 1
