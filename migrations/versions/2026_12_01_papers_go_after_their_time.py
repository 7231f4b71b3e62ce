"""a vote says since when its ballots, proofs and names are gone, their time of keeping being over.

Revision f4a1c97e2b06, after b7d94e3f1a28; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "f4a1c97e2b06"
down_revision = "92372d367ecb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("papers_erased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.drop_column("papers_erased_on")
