"""What operators see: log lines of allow-listed fields, and metrics without personal labels.

A log line is an event and fields from `FIELDS`; anything else is dropped before it is written, so
that a careless call cannot put a word of a prompt into a file. Foreign libraries log through the
same door: their messages are cut to the logger's name and level.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

FIELDS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "record",
        "code",
        "status",
        "outcome",
        "ended",
        "tool",
        "stream",
        "epoch",
        "size",
        "count",
        "people",
        "schools",
        "classes",
        "revision",
        "work",
        "worker",
        "pid",
        "exit_code",
        "signal",
        "ms",
        "bytes",
        "host",
        "port",
        "workers",
        "error",
        "part",
        "version",
        "rule_set",
        "letter",
    }
)
"""`error` is an exception's type name, never its text."""


def only_allowed(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list (a structlog processor)."""
    return {name: value for name, value in event.items() if name in FIELDS}


class _Foreign(logging.Handler):
    """Passes on that a library logged, not what it said: its words may quote a prompt."""

    def emit(self, record: logging.LogRecord) -> None:
        name = type(record.exc_info[1]).__name__ if record.exc_info else ""
        structlog.get_logger().log(
            record.levelno, "library_message", logger=record.name, error=name
        )


class _StandardError:
    """Standard error as it is when a line is written, whoever put something else in its place."""

    def write(self, line: str) -> int:
        return sys.stderr.write(line)

    def flush(self) -> None:
        sys.stderr.flush()


def configure(level: str) -> None:
    """Set up logging for this process: JSON lines on standard error."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, _StandardError())),
        cache_logger_on_first_use=True,
    )
    logging.root.handlers[:] = [_Foreign()]
    logging.root.setLevel(max(number, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"


class Metrics:
    """The gateway's metrics. Labels are outcomes, tools and codes: never a person or a class."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "crossing_guard_requests",
            "Prompts, by outcome of the decision and how the exchange ended.",
            ("tool", "outcome", "ended"),
            registry=self.registry,
        )
        self.refusals = Counter(
            "crossing_guard_refusals",
            "Refusals, by stable code.",
            ("code",),
            registry=self.registry,
        )
        self.safety_alerts = Counter(
            "crossing_guard_safety_alerts",
            "Alerts to the safety team.",
            registry=self.registry,
        )
        self.forward_behind = Gauge(
            "crossing_guard_forward_behind",
            "Entries of the log that were not forwarded yet.",
            registry=self.registry,
        )
        self.alerts = Counter(
            "crossing_guard_alerts",
            "Alerts raised, by rule.",
            ("rule",),
            registry=self.registry,
        )
        self.alerts_standing = Gauge(
            "crossing_guard_alerts_standing",
            "Alerts that nobody has closed, by rule and state.",
            ("rule", "state"),
            registry=self.registry,
        )
        self.chores = Counter(
            "crossing_guard_chores",
            "Runs of standing chores by this process, by how they ended.",
            ("chore", "state"),
            registry=self.registry,
        )
        self.chore_done = Gauge(
            "crossing_guard_chore_done_seconds",
            "When a standing chore was last done by any process, seconds since 1970.",
            ("chore",),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "crossing_guard_seconds",
            "Seconds a stage took.",
            ("stage",),
            registry=self.registry,
            buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
        )
        self.running = Gauge(
            "crossing_guard_running", "Exchanges under way.", registry=self.registry
        )
        self.cache = Counter(
            "crossing_guard_detection_cache",
            "Leaves looked up in the detection cache, by whether they were found.",
            ("result",),
            registry=self.registry,
        )
        self.search_behind = Gauge(
            "crossing_guard_search_behind",
            "Entries of the log that the search tables do not hold yet.",
            registry=self.registry,
        )
        self.checkpoints_waiting = Gauge(
            "crossing_guard_checkpoints_waiting_seconds",
            "For how long a place outside has waited for checkpoints that it did not take.",
            ("place",),
            registry=self.registry,
        )
        self.letters = Counter(
            "crossing_guard_letters",
            "Letters tried, by the state they are in since.",
            ("state",),
            registry=self.registry,
        )
        self.ready = Gauge(
            "crossing_guard_ready", "1 when a part is usable.", ("part",), registry=self.registry
        )

    def tell_alerts(self, counts: dict[tuple[str, str], int]) -> None:
        """Tell how many alerts stand, by rule and state; those that no longer do go to none."""
        self.alerts_standing.clear()
        for labels, count in counts.items():
            self.alerts_standing.labels(*labels).set(count)

    def count_scan(self, name: str, amount: float) -> None:
        """Count what the scanner tells of its cache."""
        self.cache.labels(name).inc(amount)
