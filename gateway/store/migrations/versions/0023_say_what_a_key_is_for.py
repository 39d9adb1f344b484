"""Say what a key is for."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    for name in ("purpose", "purposes"):
        op.add_column(
            "api_keys", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))
        )


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
