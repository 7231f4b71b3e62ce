"""secret ballots are enciphered while they come in and lie apart from the seats afterwards; why a count was taken back
stands beside the vote.

Closed votes of a secret method are taken apart here: what was chosen moves, in its own order, to a table without seats.

Revision e5b90c6f1d28, after 7d2f4b90ae16; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "e5b90c6f1d28"
down_revision = "7d2f4b90ae16"
branch_labels = None
depends_on = None

SECRET = ("ELECTION", "SCORES")
VOTES = sa.table("votes", sa.column("id"), sa.column("state"), sa.column("frozen", sa.JSON()))
BALLOTS = sa.table("ballots", sa.column("vote_id"), sa.column("choice"), sa.column("seat_id"))
REQUESTS = sa.table("ballot_requests", sa.column("vote_id"), sa.column("choice"))
CHOICES = sa.table("secret_choices", sa.column("vote_id"), sa.column("number"), sa.column("choice"))


def upgrade() -> None:
    op.create_table(
        "secret_choices",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_secret_choices_vote_id_votes")),
        sa.PrimaryKeyConstraint("vote_id", "number", name=op.f("pk_secret_choices")),
    )
    for name in ("ballots", "ballot_requests"):
        with op.batch_alter_table(name) as table:
            table.alter_column("choice", existing_type=sa.String(length=255), type_=sa.String(length=400))
    with op.batch_alter_table("votes") as votes:
        votes.add_column(sa.Column("cipher_salt", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("votes") as votes:
        votes.alter_column("cipher_salt", existing_type=sa.String(length=32), server_default=None)
    with op.batch_alter_table("owners_votes") as votes:
        votes.add_column(sa.Column("counts_taken_back", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("owners_votes") as votes:
        votes.alter_column("counts_taken_back", existing_type=sa.JSON(), server_default=None)
    take_apart(op.get_bind())


def take_apart(connection: sa.Connection) -> None:
    """What was chosen in secret leaves the seats."""
    for vote in connection.execute(sa.select(VOTES).where(VOTES.c.state != "OPEN")).all():
        question = (vote.frozen or {}).get("question") if isinstance(vote.frozen, dict) else None
        if not question or question.get("method") not in SECRET:
            continue
        here = BALLOTS.c.vote_id == vote.id
        if vote.state == "CLOSED":
            for number, choice in enumerate(sorted(connection.scalars(sa.select(BALLOTS.c.choice).where(here))), 1):
                connection.execute(CHOICES.insert().values(vote_id=vote.id, number=number, choice=choice))
        connection.execute(BALLOTS.update().where(here).values(choice=""))
        connection.execute(REQUESTS.update().where(REQUESTS.c.vote_id == vote.id).values(choice=""))


def downgrade() -> None:
    """What was chosen in secret stays without seats: nobody can put it back."""
    with op.batch_alter_table("owners_votes") as votes:
        votes.drop_column("counts_taken_back")
    with op.batch_alter_table("votes") as votes:
        votes.drop_column("cipher_salt")
    for name in ("ballot_requests", "ballots"):
        with op.batch_alter_table(name) as table:
            table.alter_column("choice", existing_type=sa.String(length=400), type_=sa.String(length=255))
    op.drop_table("secret_choices")
