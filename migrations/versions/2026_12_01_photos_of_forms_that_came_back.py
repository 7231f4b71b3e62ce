"""photos of forms that came back.

Revision 3e7a90c1d5f8, after b7d94e3f1a28; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "3e7a90c1d5f8"
down_revision = "b7d94e3f1a28"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_photos",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_photos")),
    )
    with op.batch_alter_table("kept_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_photos_created_at"), ["created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("kept_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_photos_created_at"))
    op.drop_table("kept_photos")
