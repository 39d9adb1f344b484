"""Keep incidents, and requests to see records."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    for name in ("incidents", "access_requests"):
        op.create_table(
            name,
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("document", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
