"""words that a closed matter is not mended; what was handed in before of the same matter.

Revision 7d2f4b90ae16, after 3e7a90c1d5f8; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "7d2f4b90ae16"
down_revision = "3e7a90c1d5f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reopen_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("asked_topic_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_topic_id"], ["topics.id"], name=op.f("fk_reopen_requests_asked_topic_id_topics")
        ),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_reopen_requests_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_reopen_requests_order_id_orders")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_reopen_requests_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopen_requests")),
    )
    with op.batch_alter_table("reopen_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reopen_requests_asked_topic_id"), ["asked_topic_id"], unique=False)
        batch_op.create_index("ix_reopen_requests_compound_id_state", ["compound_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_reopen_requests_topic_id"), ["topic_id"], unique=False)
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("earlier_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_topics_earlier_id"), ["earlier_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_topics_earlier_id_topics"), "topics", ["earlier_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_topics_earlier_id_topics"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_topics_earlier_id"))
        batch_op.drop_column("earlier_id")
    op.drop_table("reopen_requests")
