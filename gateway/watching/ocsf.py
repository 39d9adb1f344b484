"""Records of the log as OCSF events, and as syslog messages that carry them. Pure.

OCSF 1.3: a prompt, and whatever else happened, is API activity (class 6003); an alert that was
raised is a detection finding (class 2004). Content-free as the log is; whom a prompt was about is
left out, and a prompt by which somebody may be in danger is no business of a security team's.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson

VERSION: Final = "1.3.0"
ACTIVITY: Final = 6003
FINDING: Final = 2004
OTHER: Final = 99
FACILITY: Final = 13
"""Log audit (RFC 5424 6.2.1)."""
_SEVERITY: Final = {1: 6, 2: 5, 3: 4}
"""OCSF's informational, low and medium as syslog's informational, notice and warning."""
_KEPT: Final = (
    "outcome",
    "code",
    "provider",
    "agreement",
    "model",
    "purpose",
    "role",
    "age_band",
    "content",
    "reasons",
    "rule_set",
    "detector",
    "ferpa_99_32_mandatory",
    "released_pseudonymised",
    "ended",
    "upstream_status",
    "what",
    "result",
)
_SAFETY: Final = "safety_"


def event_of(
    said: Mapping[str, Any], *, log: str, stream: str, index: int
) -> dict[str, Any] | None:
    """Return a record as an OCSF event, None for one that is not told.

    Args:
        said: the record as its entry says it.
        log: id of the log.
        stream, index: where the entry stands; with `log` what tells an event that comes twice.
    """
    name = str(said.get("event", ""))
    if said.get("outcome") == "safety" or name.startswith(_SAFETY):
        return None
    if name == "alert_raised":
        return _event(said, FINDING, 1, 3, log, stream, index) | {
            "finding_info": {"uid": said.get("what", ""), "title": said.get("result", "")}
        }
    refused = said["kind"] == "refusal"
    failed = said.get("ended", "complete") != "complete" or bool(name and said.get("code"))
    severity = 2 if refused or failed else 1
    operation = name or f"prompt_{said['kind']}"
    return _event(said, ACTIVITY, OTHER, severity, log, stream, index) | {
        "activity_name": operation,
        "status_id": 2 if refused or failed else 1,
        "api": {"operation": operation, "service": {"name": said.get("tool", "crossing-guard")}},
        "actor": {"user": {"uid": said.get("principal") or said.get("who") or ""}},
        "src_endpoint": {"uid": said.get("key", "")},
    }


def _event(
    said: Mapping[str, Any],
    class_uid: int,
    activity: int,
    severity: int,
    log: str,
    stream: str,
    index: int,
) -> dict[str, Any]:
    kept = {name: said[name] for name in _KEPT if said.get(name) not in (None, "", [])}
    return {
        "class_uid": class_uid,
        "category_uid": class_uid // 1000,
        "activity_id": activity,
        "type_uid": class_uid * 100 + activity,
        "severity_id": severity,
        "time": said["time"],
        "metadata": {
            "version": VERSION,
            "uid": said["id"],
            "correlation_uid": said.get("about", ""),
            "log_name": f"{log}/{stream}",
            "sequence": index,
            "product": {"name": "Crossing Guard", "vendor_name": "Crossing Guard"},
        },
        "unmapped": kept | {"subjects": len(said.get("subjects", ()))},
    }


def line_of(event: Mapping[str, Any]) -> bytes:
    """Return an event as a line of JSON."""
    return orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE)


def message_of(event: Mapping[str, Any], *, host: str) -> bytes:
    """Return an event as a syslog message (RFC 5424), counted by its octets (RFC 6587 3.4.1)."""
    priority = FACILITY * 8 + _SEVERITY[event["severity_id"]]
    moment = datetime.fromtimestamp(event["time"] / 1000, UTC)
    at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    kind = event.get("activity_name", "alert_raised")[:32]
    head = f"<{priority}>1 {at} {host} crossing-guard - {kind} - "
    message = head.encode("ascii", "replace") + orjson.dumps(event)
    return b"%d %s" % (len(message), message)
