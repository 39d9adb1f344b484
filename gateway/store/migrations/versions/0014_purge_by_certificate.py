"""Let entries be purged under a certificate for their stretch alone; keep lifetimes and holds."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNCHANGED = (
    'NEW."stream" = OLD."stream" AND NEW."index" = OLD."index" AND NEW.record = OLD.record '
    'AND NEW.kind = OLD.kind AND NEW.about = OLD.about AND NEW."time" = OLD."time" '
    "AND NEW.leaf = OLD.leaf"
)
CERTIFIED = (
    "OLD.purged = '' AND NEW.purged <> '' AND length(NEW.data) = 0 AND NOT {is_certificate} "
    "AND EXISTS (SELECT 1 FROM log_entries AS c WHERE c.record = NEW.purged AND c.kind = 'event' "
    "AND {certifies})"
)
ON_SQLITE = CERTIFIED.format(
    is_certificate="(OLD.kind = 'event' "
    "AND json_extract(CAST(OLD.data AS TEXT), '$.event') = 'log_purge')",
    certifies="json_extract(CAST(c.data AS TEXT), '$.event') = 'log_purge' "
    "AND json_extract(CAST(c.data AS TEXT), '$.purged_stream') = NEW.\"stream\" "
    "AND NEW.\"index\" BETWEEN json_extract(CAST(c.data AS TEXT), '$.purged_first') "
    "AND json_extract(CAST(c.data AS TEXT), '$.purged_last')",
)
SAID = "convert_from({}.data, 'UTF8')::jsonb"
ON_POSTGRES = CERTIFIED.format(
    is_certificate=f"(OLD.kind = 'event' AND {SAID.format('OLD')} ->> 'event' = 'log_purge')",
    certifies=f"{SAID.format('c')} ->> 'event' = 'log_purge' "
    f"AND {SAID.format('c')} ->> 'purged_stream' = NEW.\"stream\" "
    f"AND NEW.\"index\" BETWEEN ({SAID.format('c')} ->> 'purged_first')::bigint "
    f"AND ({SAID.format('c')} ->> 'purged_last')::bigint",
)
UNCHANGED_OR_PURGED = f"""
CREATE OR REPLACE FUNCTION log_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {UNCHANGED} AND {ON_POSTGRES} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "lifetimes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lifetimes")),
    )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(UNCHANGED_OR_PURGED)
        return
    op.execute("DROP TRIGGER log_entries_unchanged")
    op.execute(
        "CREATE TRIGGER log_entries_unchanged BEFORE UPDATE ON log_entries "
        f"WHEN NOT ({UNCHANGED} AND {ON_SQLITE}) "
        "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
    )


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
