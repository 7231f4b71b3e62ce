"""notices lead to things, by kind and id, not to addresses.

Revision 9d1b64f0c2ae, after 7c2e9f41d8b3; 2026-12-03.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "9d1b64f0c2ae"
down_revision = "7c2e9f41d8b3"
branch_labels = None
depends_on = None

ADDRESSES = (
    ("meeting", r"/desk/[^/]+/meetings/(\d+)", "/desk/{slug}/meetings/{id}"),
    ("reopen_request", r"/desk/[^/]+/orders/not-solved/(\d+)", "/desk/{slug}/orders/not-solved/{id}"),
    ("order", r"/desk/[^/]+/orders/(\d+)", "/desk/{slug}/orders/{id}"),
)
"""Of each kind: the address as every earlier version wrote it, to be read and to be written."""

NOTICES = sa.table(
    "notices",
    sa.column("id", sa.Integer),
    sa.column("compound_id", sa.Integer),
    sa.column("link", sa.String),
    sa.column("about_kind", sa.String),
    sa.column("about_id", sa.Integer),
)
COMPOUNDS = sa.table("compounds", sa.column("id", sa.Integer), sa.column("slug", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about_kind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
    connection = op.get_bind()
    for row in connection.execute(sa.select(NOTICES.c.id, NOTICES.c.link)).all():
        for kind, address, _written in ADDRESSES:
            found = re.fullmatch(address, row.link)
            if found:
                about = {"about_kind": kind, "about_id": int(found.group(1))}
                connection.execute(NOTICES.update().where(NOTICES.c.id == row.id).values(**about))
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_column("link")


def downgrade() -> None:
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.alter_column("link", existing_type=sa.String(length=200), server_default=None)
    connection = op.get_bind()
    slugs = {row.id: row.slug for row in connection.execute(sa.select(COMPOUNDS))}
    written = {kind: address for kind, _read, address in ADDRESSES}
    for row in connection.execute(sa.select(NOTICES)).all():
        if row.about_kind in written and row.compound_id in slugs:
            link = written[row.about_kind].format(slug=slugs[row.compound_id], id=row.about_id)
            connection.execute(NOTICES.update().where(NOTICES.c.id == row.id).values(link=link))
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_column("about_id")
        batch_op.drop_column("about_kind")
