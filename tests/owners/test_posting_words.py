"""What a notice and a result say about posting: the days, and whether the law or the platform's default wants them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from deliberation.organisation.rules import parse_owners, shipped_data
from deliberation.owners.papers import posting_words

SETS: dict[str, dict[str, Any]] = {data["code"]: data for data in shipped_data()}

MOVES = "；最后一天是周末或法定节假日的，顺延到下一个工作日"
SICHUAN = (
    "计票后 3 天内公告结果（《四川省物业管理条例》（2021年修订）第三十七条第二款：作出决定之日起三日内公示）。"
    f"结果张贴不少于 30 天{MOVES}（《四川省物业管理条例》（2021年修订）第三十七条第二款：公示期不少于三十日）。"
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sichuan-owners", SICHUAN),
        (
            "civil-code-278",
            f"结果张贴不少于 7 天{MOVES}（平台默认规则：公示不少于七日）。",
        ),
        (
            "hangzhou-owners",
            (
                f"结果张贴不少于 15 天{MOVES}"
                "（《杭州市物业管理条例》（2021年修订）第三十条：业主大会的决定公开不少于十五日）。"
            ),
        ),
        (
            "shaoxing-owners",
            "结果张贴不少于 5 个工作日（《绍兴市物业管理条例》（2020年）第九条：公布、公示、公告不少于五个工作日）。",
        ),
    ],
)
def test_the_days_of_posting_stand_beside_what_asks_for_them(app: Flask, code: str, said: str) -> None:
    with app.test_request_context():
        assert posting_words(parse_owners(SETS[code])) == said


def test_days_that_the_office_wrote_without_a_source_stand_alone(app: Flask) -> None:
    own = SETS["civil-code-278"] | {"announce_within_days": 5, "publication_source": "议事规则第三条"}
    own["sources"] = own["sources"] | {"announce_within_days": ""}
    with app.test_request_context():
        assert (
            posting_words(parse_owners(own)) == f"计票后 5 天内公告结果。结果张贴不少于 7 天{MOVES}（议事规则第三条）。"
        )
