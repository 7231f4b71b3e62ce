"""sign-ins, known devices, wrong tries, password links; which line of the record an order comes from.

Revision 92372d367ecb, after d41c8e02a7f6; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "92372d367ecb"
down_revision = "b6a2f90e4c17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=30), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index("ix_failed_tries_door_at", ["door", "at"], unique=False)

    op.create_table(
        "known_devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint("device", "subject", name=op.f("uq_known_devices_device_subject")),
    )
    op.create_table(
        "password_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("vouched_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_password_links_account_id_accounts")),
        sa.ForeignKeyConstraint(["made_by_id"], ["persons.id"], name=op.f("fk_password_links_made_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["vouched_by_id"], ["persons.id"], name=op.f("fk_password_links_vouched_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_password_links_code_hash")),
    )
    with op.batch_alter_table("password_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_links_account_id"), ["account_id"], unique=False)

    op.create_table(
        "visits",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_visits_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_seat_id"), ["seat_id"], unique=False)

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_orders_line_id_minutes_lines"), "minutes_lines", ["line_id"], ["id"])

    _name_lines()
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_column("pin_locked_until")
        batch_op.drop_column("pin_failures")


def _name_lines() -> None:
    """Until now an order said by its form's key from which line it comes: line-<id>-<what the form made up>."""
    connection = op.get_bind()
    lines = set(connection.scalars(sa.text("SELECT id FROM minutes_lines")))
    keys = connection.execute(sa.text("SELECT id, request_key FROM orders WHERE request_key LIKE 'line-%-%'")).all()
    for order_id, key in keys:
        number = key.split("-")[1]
        if number.isdecimal() and int(number) in lines:
            connection.execute(
                sa.text("UPDATE orders SET line_id = :line WHERE id = :id").bindparams(line=int(number), id=order_id)
            )


def downgrade() -> None:
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pin_failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("pin_locked_until", sa.DateTime(), nullable=True))

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_orders_line_id_minutes_lines"), type_="foreignkey")
        batch_op.drop_column("line_id")

    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_seat_id"))
        batch_op.drop_index(batch_op.f("ix_visits_account_id"))

    op.drop_table("visits")
    with op.batch_alter_table("password_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_links_account_id"))

    op.drop_table("password_links")
    op.drop_table("known_devices")
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_tries_door_at")

    op.drop_table("failed_tries")
