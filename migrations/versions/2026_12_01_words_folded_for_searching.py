"""words folded for searching, and room for two phone numbers.

Revision 7c2e5b90d1f4, after d41c8e02a7f6; 2026-12-01.

The fold is that of the day: rows are folded anew by the program whenever they are written.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "7c2e5b90d1f4"
down_revision = "f4a1c97e2b06"
branch_labels = None
depends_on = None

SEARCHED = {
    "topics": (("number", "title", "situation", "place"), ("submitter_name", "submitter_phone")),
    "orders": (("number", "title"), ("requirement",)),
    "resolutions": (("title", "text"), ()),
    "meetings": (("title",), ()),
    "owners_votes": (("title",), ()),
    "document_versions": (("title", "period", "text"), ()),
    "inspection_requests": (("wanted", "answer"), ()),
}
PHONES = {"topics": "submitter_phone", "inspection_requests": "phone", "public_objections": "phone"}
AT_ONCE = 500


def upgrade() -> None:
    for table in SEARCHED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("search", sa.Text(), nullable=False, server_default=""))
            batch_op.add_column(sa.Column("search_more", sa.Text(), nullable=False, server_default=""))
        _fold(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("search", server_default=None)
            batch_op.alter_column("search_more", server_default=None)
    for table, column in PHONES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=sa.String(20), type_=sa.String(60), existing_nullable=False)


def _fold(name: str) -> None:
    parts, more = SEARCHED[name]
    columns = [sa.column(one, sa.Text) for one in (*parts, *more)]
    table = sa.table(
        name, sa.column("id", sa.Integer), sa.column("search", sa.Text), sa.column("search_more", sa.Text), *columns
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.id, *(table.c[c.name] for c in columns))).mappings().all()
    for at in range(0, len(rows), AT_ONCE):
        connection.execute(
            sa.update(table)
            .where(table.c.id == sa.bindparam("row_id"))
            .values(search=sa.bindparam("said"), search_more=sa.bindparam("more")),
            [
                {"row_id": row["id"], "said": _said(row, parts), "more": _said(row, more)}
                for row in rows[at : at + AT_ONCE]
            ],
        )


def _said(row: sa.RowMapping, names: tuple[str, ...]) -> str:
    return "\n".join(_plain(row[name]) for name in names if row[name])


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if sign.isalnum() or sign in "%_@#+&")


def downgrade() -> None:
    for table, column in PHONES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=sa.String(60), type_=sa.String(20), existing_nullable=False)
    for table in SEARCHED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("search_more")
            batch_op.drop_column("search")
