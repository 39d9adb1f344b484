"""Tell why an import of the roster failed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    for name in ("code", "why"):
        op.add_column(
            "roster_imports", sa.Column(name, sa.Text(), server_default="", nullable=False)
        )
    op.create_index("ix_roster_imports_at_id", "roster_imports", ["at", "id"], unique=False)


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
