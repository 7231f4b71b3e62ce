"""a request to inspect says who of the staff wrote it in for an owner.

Revision 0c7e5d318ab4, after 7c2e5b90d1f4; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "0c7e5d318ab4"
down_revision = "7c2e5b90d1f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inspection_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_inspection_requests_entered_by_id_persons"), "persons", ["entered_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("inspection_requests", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_inspection_requests_entered_by_id_persons"), type_="foreignkey")
        batch_op.drop_column("entered_by_id")
