"""Files that people handed in: one store of bytes for photos, proofs and documents.

A file belongs to a thing of some kind (`subject_kind`, `subject_id`). Who may see it is decided for each kind by the
stage that has the thing (`photos` on its card).
"""
