"""Keep content, sealed; let its rows and keys be destroyed, but never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

UNCHANGED = ("content_keys", "contents", "content_people", "content_parts")
REFUSE = """
CREATE FUNCTION content_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'kept content never changes' USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "content_keys",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_content_keys")),
    )
    op.create_table(
        "contents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contents")),
    )
    op.create_index(op.f("ix_contents_at"), "contents", ["at"], unique=False)
    op.create_table(
        "content_people",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "content", name=op.f("pk_content_people")),
    )
    op.create_index(op.f("ix_content_people_content"), "content_people", ["content"], unique=False)
    op.create_table(
        "content_parts",
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content", "part", name=op.f("pk_content_parts")),
    )
    op.create_table(
        "content_readings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_readings")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
        for table in UNCHANGED:
            op.execute(
                f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION content_refuse()"
            )
            op.execute(f"REVOKE UPDATE ON {table} FROM PUBLIC, CURRENT_USER")
        return
    for table in UNCHANGED:
        op.execute(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'kept content never changes'); END"
        )


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
