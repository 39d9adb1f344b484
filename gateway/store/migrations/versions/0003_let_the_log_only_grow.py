"""Let the log only grow: triggers on both databases; on PostgreSQL grants and monthly partitions.

What may still happen to an entry: its bytes are cleared once a certificate, itself an entry,
says so (`purged`). Everything else refuses, whoever asks, until somebody with the database's own
rights takes the guards away; which verification then finds.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = '"stream", "index", record, kind, about, "time", data, leaf'

COPY = f"INSERT INTO log_entries ({COLUMNS}) SELECT {COLUMNS} FROM log_entries_before"  # noqa: S608


def upgrade() -> None:
    """Bring the tables to this revision."""
    if op.get_bind().dialect.name == "postgresql":
        _on_postgres()
    else:
        _on_sqlite()


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")


def _create(**options: Any) -> None:
    op.create_table(
        "log_entries",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("index", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("purged", sa.Text(), nullable=False, server_default=""),
        # A partition's keys must hold what it is partitioned by.
        sa.PrimaryKeyConstraint("stream", "index", "time", name="pk_log_entries"),
        sa.UniqueConstraint("record", "time", name="uq_log_entries_record_time"),
        **options,
    )


def _index_about() -> None:
    where = sa.text("about <> ''")
    op.create_index(
        "ix_log_entries_about",
        "log_entries",
        ["about"],
        unique=False,
        sqlite_where=where,
        postgresql_where=where,
    )


# --- SQLite -------------------------------------------------------------------------------------

UNCHANGED = (
    'NEW."stream" = OLD."stream" AND NEW."index" = OLD."index" AND NEW.record = OLD.record '
    'AND NEW.kind = OLD.kind AND NEW.about = OLD.about AND NEW."time" = OLD."time" '
    "AND NEW.leaf = OLD.leaf"
)
CERTIFIED = (
    "OLD.purged = '' AND NEW.purged <> '' AND length(NEW.data) = 0 AND EXISTS "
    "(SELECT 1 FROM log_entries AS c WHERE c.record = NEW.purged AND c.kind = 'event')"
)


def _on_sqlite() -> None:
    op.drop_index("ix_log_entries_about", "log_entries")
    op.rename_table("log_entries", "log_entries_before")
    _create()
    op.execute(COPY)
    op.drop_table("log_entries_before")
    _index_about()
    refuse = "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
    for table in ("log_entries", "log_streams"):
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}")
    op.execute(
        "CREATE TRIGGER log_entries_unchanged BEFORE UPDATE ON log_entries "
        f"WHEN NOT ({UNCHANGED} AND {CERTIFIED}) {refuse}"
    )
    op.execute(
        "CREATE TRIGGER log_streams_forward BEFORE UPDATE ON log_streams "
        f"WHEN NEW.size < OLD.size OR NEW.epoch < OLD.epoch {refuse}"
    )


# --- PostgreSQL ---------------------------------------------------------------------------------

REFUSE = """
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""
UNCHANGED_OR_PURGED = f"""
CREATE FUNCTION log_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {UNCHANGED} AND {CERTIFIED} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""
FORWARD = """
CREATE FUNCTION log_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size >= OLD.size AND NEW.epoch >= OLD.epoch THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""
GUARD = """
CREATE FUNCTION log_guard(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER log_not_truncated BEFORE TRUNCATE ON %s '
                 'FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()', guarded);
  EXECUTE format('REVOKE DELETE, TRUNCATE ON %s FROM PUBLIC, CURRENT_USER', guarded);
END $$
"""
GUARD_ENTRIES = """
CREATE FUNCTION log_guard_entries(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_guard(guarded);
  EXECUTE format('REVOKE UPDATE ON %s FROM PUBLIC, CURRENT_USER', guarded);
  EXECUTE format('GRANT UPDATE (data, purged) ON %s TO CURRENT_USER', guarded);
END $$
"""
PARTITION = """
CREATE FUNCTION log_partition(moment bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  first timestamp := date_trunc('month', to_timestamp(moment / 1000.0) AT TIME ZONE 'UTC');
  start bigint := extract(epoch FROM first)::bigint * 1000;
  stop bigint := extract(epoch FROM first + interval '1 month')::bigint * 1000;
  part text := 'log_entries_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass(part) IS NOT NULL OR EXISTS (
    -- Entries of that month went to the default partition: there they stay.
    SELECT 1 FROM log_entries_default WHERE "time" >= start AND "time" < stop
  ) THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE log_entries INCLUDING DEFAULTS)', part);
  -- Attached, not created in place: appending goes on meanwhile.
  EXECUTE format('ALTER TABLE log_entries ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
                 part, start, stop);
  PERFORM log_guard_entries(part::regclass);
  RETURN true;
END $$
"""


def _on_postgres() -> None:
    op.drop_index("ix_log_entries_about", "log_entries")
    op.rename_table("log_entries", "log_entries_before")
    op.execute("ALTER TABLE log_entries_before DROP CONSTRAINT pk_log_entries")
    _create(postgresql_partition_by='RANGE ("time")')
    _index_about()
    for function in (REFUSE, UNCHANGED_OR_PURGED, FORWARD, GUARD, GUARD_ENTRIES, PARTITION):
        op.execute(function)
    op.execute(
        "CREATE TRIGGER log_kept BEFORE DELETE ON log_entries "
        "FOR EACH ROW EXECUTE FUNCTION log_refuse()"
    )
    op.execute(
        "CREATE TRIGGER log_unchanged BEFORE UPDATE ON log_entries "
        "FOR EACH ROW EXECUTE FUNCTION log_unchanged()"
    )
    op.execute("CREATE TABLE log_entries_default PARTITION OF log_entries DEFAULT")
    for table in ("log_entries", "log_entries_default"):
        op.execute(f"SELECT log_guard_entries('{table}')")
    op.execute(
        "SELECT log_partition(month) FROM (SELECT DISTINCT (extract(epoch FROM date_trunc('month', "
        "to_timestamp(\"time\" / 1000.0) AT TIME ZONE 'UTC')) * 1000)::bigint AS month "
        "FROM log_entries_before) AS months"
    )
    op.execute(COPY)
    op.drop_table("log_entries_before")
    op.execute(
        "CREATE TRIGGER log_kept BEFORE DELETE ON log_streams "
        "FOR EACH ROW EXECUTE FUNCTION log_refuse()"
    )
    op.execute(
        "CREATE TRIGGER log_forward BEFORE UPDATE ON log_streams "
        "FOR EACH ROW EXECUTE FUNCTION log_forward()"
    )
    op.execute("SELECT log_guard('log_streams')")
