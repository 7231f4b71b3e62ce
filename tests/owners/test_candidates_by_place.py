"""What a place's text asks of a candidate and of his posting: 清远 §§19, 22 and 四川 §§33, 35, through the pages."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.models import OwnersCandidate, OwnersVote
from deliberation.owners.rules.committee import committee_rules
from tests.builders import sign_in
from tests.owners.hall import a_prepared_vote, a_roster, heads_of
from tests.owners.places import a_compound_in
from tests.owners.test_elections import ELECTION, OWNERS

PROMISED = {"ABLE", "NO_TIES", "PROMISE"}
TOLD = {"politics": "CPC", "occupation": "退休教师"}


class Election:
    """An election in a place, with a clerk at its page."""

    def __init__(self, app: Flask, city: str, province: str) -> None:
        clock.use(lambda: beijing(2026, 3, 10, 9))
        self.app, self.world = app, a_compound_in(city, province)
        a_roster(self.world, heads_of(OWNERS))
        self.vote: OwnersVote = a_prepared_vote(self.world, (ELECTION,))
        self.desk: FlaskClient = sign_in(app.test_client(), self.world, "陈海涛")
        self.at = f"/desk/jinling/owners-votes/{self.vote.id}/candidates"
        self.post("plan", agreed="5", term_years="5")

    def post(self, act: str, **data: object) -> tuple[int, str]:
        answer = self.desk.post(f"{self.at}/{act}", data=data)
        return answer.status_code, answer.text

    def proposed(self, number: int) -> int:
        """The id of one more candidate."""
        status, _ = self.post("propose", name=f"业主{number:04d}", room=f"1号楼{number:04d}", source="STREET")
        assert status == 302
        return self.candidate(number).id

    def candidate(self, number: int) -> OwnersCandidate:
        db.session.expire_all()
        return db.session.query(OwnersCandidate).filter_by(number=number).one()

    def accepted(self, number: int, **data: object) -> tuple[int, str]:
        given = {"answered_on": "2026-03-10", "declared": sorted(PROMISED), **data}
        return self.post(f"{self.proposed(number)}/accept", **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"occupation": "退休教师"}, "候选人公示要写政治面貌"),
        ({"politics": "CPC", "occupation": " "}, "候选人公示要写职业类型"),
        ({**TOLD, "declared": ["ABLE", "NO_TIES"]}, "当选以后签订履职承诺书"),
    ],
)
def test_in_qingyuan_nobody_is_listed_without_what_the_posting_tells(
    app: Flask, given: dict[str, object], said: str
) -> None:
    election = Election(app, "清远市", "广东省")
    status, page = election.accepted(1, **given)
    assert (status, said in page, "《清远市住宅小区物业管理条例》" in page) == (422, True, True)
    assert election.candidate(1).state == "PROPOSED"
    right = {"answered_on": "2026-03-10", "declared": sorted(PROMISED), **TOLD}
    assert election.post(f"{election.candidate(1).id}/accept", **right)[0] == 302
    assert (election.candidate(1).politics, election.candidate(1).occupation) == ("CPC", "退休教师")


def test_what_was_typed_stays_when_it_is_refused(app: Flask) -> None:
    election = Election(app, "清远市", "广东省")
    _, page = election.accepted(1, occupation="外科医生")
    assert 'value="外科医生"' in page


def test_residents_read_it_on_the_posting_and_no_longer_of_who_withdrew(app: Flask) -> None:
    election = Election(app, "清远市", "广东省")
    for number in range(1, 8):
        assert election.accepted(number, **{**TOLD, "occupation": f"教师{number}"})[0] == 302
    election.post(f"{election.candidate(7).id}/off", how="withdraw", reason="工作忙")
    assert (election.candidate(7).politics, election.candidate(7).occupation) == ("", "")
    assert election.post("post", posted_on="2026-03-10")[0] == 302
    public = app.test_client().get(f"/c/jinling/owners-votes/{election.vote.id}/candidates").text
    paper = election.desk.get(f"{election.at}/paper").text
    for page in (public, paper):
        assert ("政治面貌：中共党员" in page, "职业类型：教师1" in page, "教师7" in page) == (True, True, False)
        assert "写明姓名、房号、政治面貌、职业类型" in page
        assert "信息化系统公告" in page


def test_elsewhere_nobody_is_asked_and_nothing_of_it_is_kept(app: Flask) -> None:
    election = Election(app, "东营市", "山东省")
    page = election.desk.get(election.at).text
    assert election.accepted(1, **TOLD)[0] == 302
    assert 'name="politics"' not in page + election.desk.get(election.at).text
    assert (election.candidate(1).politics, election.candidate(1).occupation) == ("", "")


def test_in_sichuan_a_candidate_affirms_the_article_and_the_filing_names_its_papers(app: Flask) -> None:
    rules = committee_rules("绵阳市", "四川省")
    assert [one.code for one in rules.declarations] == ["ABLE", "PROMISE", "TIME", "CREDIT", "PUNISHED", "NO_TIES"]
    assert all(one.binding and one.source.endswith("第三十三条") for one in rules.declarations)
    assert committee_rules("成都市").declarations == rules.declarations
    assert "业主大会议事规则" not in rules.filing.office
    assert "管理规约、议事规则" in rules.filing.papers
    election = Election(app, "绵阳市", "四川省")
    status, page = election.accepted(1, declared=["ABLE", "PROMISE", "TIME", "PUNISHED", "NO_TIES"])
    assert (status, "没有被人民法院纳入失信被执行人名单（《四川省物业管理条例》" in page) == (422, True)
    full = [one.code for one in rules.declarations]
    assert election.post(f"{election.candidate(1).id}/accept", answered_on="2026-03-10", declared=full)[0] == 302
