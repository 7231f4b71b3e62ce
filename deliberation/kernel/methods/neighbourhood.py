"""居民委员会的选举: its own shares, for both rounds (居委会组织法 §19; 四川省城市居民委员会选举条例 §§30, 31, 35).

Who votes counts, not who is there, and a void ballot is a vote cast (废票应当计入选票总数). First round: more than half
of the ballots. Second round, for posts left open: the most votes, but at least a third of the ballots.
"""

from __future__ import annotations

from deliberation.kernel.counting import Threshold
from deliberation.kernel.methods.base import Composition, Rule, Share
from deliberation.kernel.text import N_

SOURCE = "《城市居民委员会组织法》（2025年修订）第十九条"
ELECTORS: dict[str, str] = {
    "RESIDENTS": N_("全体有选举权的居民"),
    "HOUSEHOLDS": N_("每户派代表"),
    "REPRESENTATIVES": N_("居民代表"),
}
"""By whom the 居委会 is elected."""

TURNOUT = {
    "RESIDENTS": Threshold("GT", 1, 2),
    "HOUSEHOLDS": Threshold("GT", 1, 2),
    "REPRESENTATIVES": Threshold("GT", 2, 3),
}
"""How many must vote: 过半数 of the residents or of the households' delegates, 超过三分之二 of the representatives."""

FIRST_ROUND, SECOND_ROUND = Threshold("GT", 1, 2), Threshold("GE", 1, 3)


ANYBODY = Composition()


def rule(
    electors: str,
    *,
    second_round: bool,
    name: str = "居民委员会选举",
    version: int = 1,
    composition: Composition = ANYBODY,
) -> Rule:
    """What an election by these electors (a key of `ELECTORS`) is judged by, in its first or a later round."""
    needed = SECOND_ROUND if second_round else FIRST_ROUND
    return Rule(
        name=name,
        source=SOURCE,
        version=version,
        quorum=(Share(TURNOUT[electors], "members"),),
        majority=(Share(needed, "cast"),),
        by_turnout=True,
        composition=composition,
    )
