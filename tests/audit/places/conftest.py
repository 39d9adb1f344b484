"""The log on either database, for what delivers its checkpoints."""

from tests.audit.conftest import desk, empty_log_database, lane, log_database, other_lane

__all__ = ["desk", "empty_log_database", "lane", "log_database", "other_lane"]
