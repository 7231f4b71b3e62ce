"""who is asked in a vote of the owners: entrances beside whole buildings, and who has an interest (民法典 279).

Revision 5c1f0d7a94e2, after 6b1d0c7e42aa; 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "5c1f0d7a94e2"
down_revision = "6b1d0c7e42aa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.JSON(), nullable=True))
    _rewrite("buildings", "scope", lambda names: [{"building": name} for name in names])
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.alter_column("scope", existing_type=sa.JSON(), nullable=False)
        batch_op.drop_column("buildings")
    with op.batch_alter_table("owners_voters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entrance", sa.String(length=30), nullable=False, server_default=""))
        batch_op.drop_index("ix_owners_voters_vote_id_building")
        batch_op.create_index(
            "ix_owners_voters_vote_id_building_entrance", ["vote_id", "building", "entrance"], unique=False
        )
    with op.batch_alter_table("owners_voters", schema=None) as batch_op:
        batch_op.alter_column("entrance", existing_type=sa.String(length=30), server_default=None)
    op.create_table(
        "owners_interested",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("building", sa.String(length=30), nullable=False),
        sa.Column("entrance", sa.String(length=30), nullable=False),
        sa.Column("room", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["persons.id"], name=op.f("fk_owners_interested_added_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["owners_votes.id"], name=op.f("fk_owners_interested_vote_id_owners_votes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_interested")),
        sa.UniqueConstraint(
            "vote_id",
            "building",
            "entrance",
            "room",
            "kind",
            name=op.f("uq_owners_interested_vote_id_building_entrance_room_kind"),
        ),
    )


def downgrade() -> None:
    """Back to whole buildings: of a scope by entrance only its building is kept."""
    op.drop_table("owners_interested")
    with op.batch_alter_table("owners_voters", schema=None) as batch_op:
        batch_op.drop_index("ix_owners_voters_vote_id_building_entrance")
        batch_op.drop_column("entrance")
        batch_op.create_index("ix_owners_voters_vote_id_building", ["vote_id", "building"], unique=False)
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("buildings", sa.JSON(), nullable=True))
    _rewrite("scope", "buildings", lambda parts: list(dict.fromkeys(part["building"] for part in parts)))
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.alter_column("buildings", existing_type=sa.JSON(), nullable=False)
        batch_op.drop_column("scope")


def _rewrite(source, target, turned) -> None:
    """Fill one JSON column from another, row by row: the two stores have no common way to do it in SQL."""
    votes = sa.table(
        "owners_votes", sa.column("id", sa.Integer), sa.column(source, sa.JSON), sa.column(target, sa.JSON)
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(votes.c.id, votes.c[source])).all():
        value = turned(row[1] or [])
        connection.execute(sa.update(votes).where(votes.c.id == row[0]).values({target: value}))
