"""a motion has a decision class of its own, and an order its reason for not waiting for the owners.

Items of the agenda form were silently 各方职责内 before: those that no meeting has finished with lose that class, so
that a person is asked. Motions of open items keep theirs; where their words point further, they are asked again when
they are put to the vote.

Revision 6a1d0c27e9b4, after f0fd3b2132b5; 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "6a1d0c27e9b4"
down_revision = "f0fd3b2132b5"
branch_labels = None
depends_on = None

REASON = "不等业主决定即可办："


def upgrade() -> None:
    with op.batch_alter_table("agenda_items") as items:
        items.add_column(sa.Column("class_notes", sa.JSON(), nullable=True))
        items.alter_column("decision_authority", existing_type=sa.String(length=30), nullable=True)
    with op.batch_alter_table("motions") as motions:
        motions.add_column(sa.Column("matter", sa.String(length=40), nullable=True))
        motions.add_column(sa.Column("class_notes", sa.JSON(), nullable=True))
        motions.alter_column("binds", existing_type=sa.String(length=30), nullable=True)
    with op.batch_alter_table("orders") as orders:
        orders.add_column(sa.Column("own_duty", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("orders") as orders:
        orders.alter_column("own_duty", existing_type=sa.String(length=300), server_default=None)
    op.execute(
        "UPDATE motions SET matter = (SELECT matter FROM agenda_items WHERE agenda_items.id = motions.item_id)"
        " WHERE binds IN ('OWNERS_ORDINARY', 'OWNERS_SPECIAL')"
    )
    op.execute("UPDATE agenda_items SET decision_authority = NULL WHERE topic_id IS NULL AND state != 'DONE'")
    op.execute(
        sa.text(
            "UPDATE orders SET own_duty = (SELECT substr(e.text, :skip, 300) FROM order_events e"
            " WHERE e.order_id = orders.id AND e.name = 'order.draft' AND e.text LIKE :reason ORDER BY e.id LIMIT 1)"
            " WHERE EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = orders.id AND e.name = 'order.draft'"
            " AND e.text LIKE :reason)"
        ).bindparams(skip=len(REASON) + 1, reason=f"{REASON}%")
    )


def downgrade() -> None:
    with op.batch_alter_table("orders") as orders:
        orders.drop_column("own_duty")
    with op.batch_alter_table("motions") as motions:
        motions.drop_column("class_notes")
        motions.drop_column("matter")
        motions.alter_column("binds", existing_type=sa.String(length=30), nullable=False)
    with op.batch_alter_table("agenda_items") as items:
        items.drop_column("class_notes")
        items.alter_column("decision_authority", existing_type=sa.String(length=30), nullable=False)
