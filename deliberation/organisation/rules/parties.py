"""The names of parties 各方 and units."""

from __future__ import annotations

from deliberation.kernel.text import N_

PARTY_KINDS: dict[str, str] = {
    "party_branch": N_("小区党支部"),
    "community_party_org": N_("社区党组织"),
    "grid_party_branch": N_("网格党支部"),
    "firm_party_branch": N_("物业党支部"),
    "residents_council": N_("居民议事会"),
    "neighbourhood_committee": N_("居民委员会"),
    "owners_committee": N_("业主委员会"),
    "preparatory_committee": N_("业主委员会筹备组"),
    "management_committee": N_("物业管理委员会"),
    "owner_representatives": N_("业主代表"),
    "property_firm": N_("物业企业"),
    "grid_worker": N_("网格员"),
    "partner_unit": N_("联建单位"),
    "local_unit": N_("驻区单位"),
    "residents_representative": N_("居民代表"),
    "residents_group": N_("居民自治小组"),
    "supervision_committee": N_("居务监督委员会"),
    "subdistrict": N_("街道办事处"),
    "department": N_("职能部门"),
    "utility_operator": N_("专业经营单位"),
    "developer": N_("建设单位"),
    "other": N_("其他单位"),
}
"""Kinds of parties 各方 and units: the code in `Party.kind` → its name. Which of them meet is data."""

PREPARATORY = frozenset({"preparatory_committee"})
"""Parties that may deliberate and vote on the motions of a meeting, and do not decide for the owners."""
SENDING_KINDS = (
    "property_firm",
    "grid_worker",
    "partner_unit",
    "local_unit",
    "neighbourhood_committee",
    "subdistrict",
    "department",
    "utility_operator",
    "developer",
    "other",
)
"""Parties that send somebody: another of the same unit may come instead, where the rules of a meeting say so. Nobody
comes instead of who was elected in person (业委会委员, 居民议事会成员, 居民代表)."""

OWNER_KINDS = frozenset({"owner_representatives"})
"""The parties whose people sit for the owners: of a 物业管理委员会 more than half of them must be there as well."""

PREPARATORY_POWERS = N_("可提议、协商、表决本会议动议；不代表业主作决定，不用印")
"""What a body that is still being formed may do, unless somebody has written it otherwise."""
