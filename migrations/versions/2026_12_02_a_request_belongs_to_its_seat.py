"""a ballot's request is known by vote, number and seat: a number that another seat has used takes nobody's ballot.

Revision 3b8d04e6f917, after 9d1b64f0c2ae; 2026-12-02.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "3b8d04e6f917"
down_revision = "9d1b64f0c2ae"
branch_labels = None
depends_on = None

KEY = "pk_ballot_requests"
REQUESTS = sa.table(
    "ballot_requests", sa.column("vote_id"), sa.column("client_id"), sa.column("seat_id"), sa.column("at")
)


def upgrade() -> None:
    with op.batch_alter_table("ballot_requests") as table:
        table.drop_constraint(op.f(KEY), type_="primary")
        table.create_primary_key(op.f(KEY), ["vote_id", "client_id", "seat_id"])


def downgrade() -> None:
    tell_apart(op.get_bind())
    with op.batch_alter_table("ballot_requests") as table:
        table.drop_constraint(op.f(KEY), type_="primary")
        table.create_primary_key(op.f(KEY), ["vote_id", "client_id"])


def tell_apart(connection: sa.Connection) -> None:
    """Of a number that several seats have used the first keeps it; the others get one that no tablet can make.

    No row goes: the check of the ballots compares each of them with what was sent.
    """
    rows = REQUESTS.c
    taken: set[tuple[int, str]] = set()
    found = sa.select(rows.vote_id, rows.client_id, rows.seat_id).order_by(rows.at, rows.seat_id)
    for row in connection.execute(found).all():
        if (row.vote_id, row.client_id) in taken:
            own = f"{row.seat_id}.{hashlib.sha256(row.client_id.encode()).hexdigest()}"[:40]
            here = sa.and_(rows.vote_id == row.vote_id, rows.client_id == row.client_id, rows.seat_id == row.seat_id)
            connection.execute(REQUESTS.update().where(here).values(client_id=own))
        taken.add((row.vote_id, row.client_id))
