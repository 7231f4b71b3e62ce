"""one store of files: photos, proofs of delivery, files of documents, photos of forms that came back.

Revision c4a7e1b20d96, after 3b8d04e6f917; 2026-12-03.
"""

import hashlib
import secrets
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "c4a7e1b20d96"
down_revision = "3b8d04e6f917"
branch_labels = None
depends_on = None

KEPT, PROOF, VERSION = "kept", "delivery_proof", "document_version"

FILES = sa.table(
    "files",
    *(sa.column(name) for name in ("id", "public_id", "compound_id", "subject_kind", "subject_id", "filename")),
    *(sa.column(name) for name in ("media_type", "size", "hash", "is_public", "created_at", "data")),
)
OLD = (
    "id",
    "public_id",
    "compound_id",
    "subject_kind",
    "subject_id",
    "filename",
    "media_type",
    "size",
    "is_public",
    "created_at",
    "data",
)
ATTACHMENTS = sa.table("attachments", *(sa.column(name) for name in OLD))
KEPT_PHOTOS = sa.table("kept_photos", *(sa.column(name) for name in ("key", "filename", "created_at", "data")))
PROOFS = sa.table("owners_delivery_proofs", *(sa.column(n) for n in ("id", "voter_id", "content", "media_type", "at")))
VOTERS = sa.table("owners_voters", sa.column("id"), sa.column("vote_id"))
VOTES = sa.table("owners_votes", sa.column("id"), sa.column("compound_id"))
VERSIONS = sa.table(
    "document_versions",
    *(sa.column(name) for name in ("id", "document_id", "filename", "media_type", "published_at", "data")),
)
DOCUMENTS = sa.table("documents", sa.column("id"), sa.column("compound_id"))


def upgrade() -> None:
    _create_files()
    # Addresses name photos by `public_id`, lines of a history by their order: ids stay what they were.
    for row in _one_by_one(ATTACHMENTS, ATTACHMENTS.c.id):
        _put(**row)
    _go_on_counting("files")
    of_vote = sa.select(VOTES.c.compound_id).where(VOTES.c.id == VOTERS.c.vote_id, VOTERS.c.id == PROOFS.c.voter_id)
    for row in _one_by_one(PROOFS, PROOFS.c.id, of_vote.scalar_subquery()):
        _put(
            **_of(PROOF, row["id"], row["compound_id"]),
            filename="",
            media_type=row["media_type"],
            created_at=row["at"],
            data=row["content"],
        )
    of_document = sa.select(DOCUMENTS.c.compound_id).where(DOCUMENTS.c.id == VERSIONS.c.document_id)
    for row in _one_by_one(VERSIONS, VERSIONS.c.id, of_document.scalar_subquery(), VERSIONS.c.data.is_not(None)):
        _put(
            **_of(VERSION, row["id"], row["compound_id"]),
            filename=row["filename"],
            media_type=row["media_type"],
            created_at=row["published_at"],
            data=row["data"],
        )
    for row in _one_by_one(KEPT_PHOTOS, KEPT_PHOTOS.c.key):
        _put(
            **_of(KEPT, 0, None) | {"public_id": row["key"]},
            filename=row["filename"],
            media_type="image/jpeg",
            created_at=row["created_at"],
            data=row["data"],
        )
    op.drop_table("kept_photos")
    op.drop_table("attachments")
    with op.batch_alter_table("owners_delivery_proofs", schema=None) as batch_op:
        batch_op.drop_column("content")
        batch_op.drop_column("media_type")
    with op.batch_alter_table("document_versions", schema=None) as batch_op:
        batch_op.drop_column("data")


def downgrade() -> None:
    with op.batch_alter_table("document_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("data", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("owners_delivery_proofs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("media_type", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("owners_delivery_proofs", schema=None) as batch_op:
        batch_op.alter_column("content", existing_type=sa.LargeBinary(), server_default=None)
        batch_op.alter_column("media_type", existing_type=sa.String(length=40), server_default=None)
    _create_former_tables()
    for row in _one_by_one(FILES, FILES.c.id):
        _put_back(row)
    _go_on_counting("attachments")
    op.drop_table("files")


def _put_back(row: dict[str, Any]) -> None:
    connection, kind, ident = op.get_bind(), row["subject_kind"], row["subject_id"]
    if kind == KEPT:
        kept = {"key": row["public_id"], "filename": row["filename"], "created_at": row["created_at"]}
        connection.execute(KEPT_PHOTOS.insert().values(**kept, data=row["data"]))
    elif kind == PROOF:
        photo = {"content": row["data"], "media_type": row["media_type"]}
        connection.execute(PROOFS.update().where(PROOFS.c.id == ident).values(**photo))
    elif kind == VERSION:
        connection.execute(VERSIONS.update().where(VERSIONS.c.id == ident).values(data=row["data"]))
    else:
        connection.execute(ATTACHMENTS.insert().values(**{name: row[name] for name in OLD}))


def _of(kind: str, ident: int, compound_id: int | None) -> dict[str, Any]:
    """What a file has of the thing to which it belongs."""
    return {
        "public_id": secrets.token_urlsafe(12),
        "compound_id": compound_id,
        "subject_kind": kind,
        "subject_id": ident,
        "is_public": False,
    }


def _one_by_one(table: Any, key: Any, compound: Any = None, which: Any = None) -> Iterator[dict[str, Any]]:
    """The rows of a table in the order of `key`, each read when its turn comes: files are megabytes."""
    connection = op.get_bind()
    wanted = sa.select(key).order_by(key)
    keys = list(connection.scalars(wanted if which is None else wanted.where(which)))
    columns = [*table.c, *([compound.label("compound_id")] if compound is not None else [])]
    for one in keys:
        yield dict(connection.execute(sa.select(*columns).where(key == one)).mappings().one())


def _put(**row: Any) -> None:
    data = row["data"] or b""
    told = {"data": data, "size": len(data), "hash": hashlib.sha256(data).hexdigest()}
    op.get_bind().execute(FILES.insert().values(**row | told))


def _go_on_counting(table: str) -> None:
    """PostgreSQL counts ids beside the table: rows that brought theirs along have not moved it on."""
    if op.get_bind().dialect.name == "postgresql":
        highest = op.get_bind().scalar(sa.select(sa.func.max(sa.table(table, sa.column("id")).c.id))) or 0
        op.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table, "id"), highest + 1, sa.false())))


def _create_files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_files_compound_id_compounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_files_public_id")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_compound_id"), ["compound_id"], unique=False)
        batch_op.create_index("ix_files_subject_kind_subject_id", ["subject_kind", "subject_id"], unique=False)


def _create_former_tables() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_attachments_compound_id_compounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachments_public_id")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_compound_id"), ["compound_id"], unique=False)
        batch_op.create_index("ix_attachments_subject_kind_subject_id", ["subject_kind", "subject_id"], unique=False)
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
