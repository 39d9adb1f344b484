"""Link people who are one."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "person_links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_links")),
    )
    for name in ("person", "other"):
        op.create_index(op.f(f"ix_person_links_{name}"), "person_links", [name], unique=False)


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
