"""a meeting that lacked its majority on what only the owners decide has formed no opinion, and refused nothing.

Topics and items that stood as 未通过 because of such a meeting's vote stand as 未形成协商意见; what the owners
themselves refused stays refused.

Revision 3e8b5d20c714, after d41c8e02a7f6; 2026-12-01.
"""

from alembic import op

revision = "3e8b5d20c714"
down_revision = "d41c8e02a7f6"
branch_labels = None
depends_on = None

ITEMS = """
    UPDATE agenda_items SET outcome = 'NOT_ADVISED' WHERE outcome = 'NOT_CARRIED' AND (
        decision_authority IN ('OWNERS_ORDINARY', 'OWNERS_SPECIAL', 'AFFECTED_OWNERS', 'INTERESTED_UNANIMOUS')
        OR EXISTS (
            SELECT 1 FROM motions m WHERE m.item_id = agenda_items.id AND m.amends_id IS NULL AND m.state = 'LOST'
            AND m.binds IN ('OWNERS_ORDINARY', 'OWNERS_SPECIAL', 'AFFECTED_OWNERS', 'INTERESTED_UNANIMOUS')
        )
    )
"""
TOPICS = """
    UPDATE topics SET state = 'NOT_ADVISED' WHERE state = 'NOT_CARRIED'
    AND id IN (SELECT topic_id FROM agenda_items WHERE outcome = 'NOT_ADVISED' AND topic_id IS NOT NULL)
    AND id NOT IN (SELECT topic_id FROM owners_matters WHERE state = 'REJECTED' AND topic_id IS NOT NULL)
"""
EVENTS = """
    UPDATE topic_events SET name = 'topic.not_advise', state = 'NOT_ADVISED' WHERE name = 'topic.not_carry'
    AND topic_id IN (SELECT topic_id FROM agenda_items WHERE outcome = 'NOT_ADVISED' AND topic_id IS NOT NULL)
"""
BACK = (
    "UPDATE agenda_items SET outcome = 'NOT_CARRIED' WHERE outcome = 'NOT_ADVISED'",
    "UPDATE topics SET state = 'NOT_CARRIED' WHERE state = 'NOT_ADVISED'",
    "UPDATE topic_events SET name = 'topic.not_carry', state = 'NOT_CARRIED' WHERE name = 'topic.not_advise'",
)


def upgrade() -> None:
    for statement in (ITEMS, TOPICS, EVENTS):
        op.execute(statement)


def downgrade() -> None:
    for statement in BACK:
        op.execute(statement)
