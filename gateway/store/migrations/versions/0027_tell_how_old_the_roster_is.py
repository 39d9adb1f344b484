"""Tell how old the roster is, with the revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.execute(
        sa.text(
            "INSERT INTO revisions (name, number) SELECT 'roster_seen', MAX(at) "
            "FROM roster_imports WHERE result <> 'failed' HAVING MAX(at) IS NOT NULL"
        )
    )


def downgrade() -> None:
    """Refuse: a log is never taken back to an older shape; restore a back-up instead."""
    raise NotImplementedError("restore a back-up made before the upgrade")
