"""What the tests of personal data share: the holidays of scenario G.0, the form of a request."""

from __future__ import annotations

import json
from datetime import date

ASKED = date(2028, 1, 6)


def _spans(*spans: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"name": name, "from": first, "to": last} for name, first, last in spans]


G_2027 = json.dumps(
    {
        "2027": {
            "holidays": _spans(
                ("元旦", "2027-01-01", "2027-01-03"),
                ("春节", "2027-02-05", "2027-02-12"),
                ("清明节", "2027-04-03", "2027-04-05"),
                ("劳动节", "2027-05-01", "2027-05-05"),
                ("端午节", "2027-06-09", "2027-06-09"),
                ("中秋节", "2027-09-15", "2027-09-15"),
                ("国庆节", "2027-10-01", "2027-10-07"),
            ),
            "working": ["2027-01-31", "2027-02-20", "2027-05-08", "2027-09-26", "2027-10-10"],
        }
    }
)
G_2028 = json.dumps(
    {
        "2028": {
            "holidays": _spans(
                ("元旦", "2028-01-01", "2028-01-03"),
                ("春节", "2028-01-25", "2028-02-01"),
                ("清明节", "2028-04-04", "2028-04-04"),
                ("劳动节", "2028-05-01", "2028-05-03"),
                ("端午节", "2028-05-27", "2028-05-29"),
                ("国庆节、中秋节", "2028-10-01", "2028-10-07"),
            ),
            "working": ["2028-01-23", "2028-02-05", "2028-05-06", "2028-10-08"],
        }
    }
)

NAME, WISH = "彭永", "复制一份平台里关于我的信息"
FORM = {
    "name": NAME,
    "kind": "COPY",
    "wanted": WISH,
    "received_on": "2028-01-06",
    "paper": "2028年第1号",
    "request_key": "paper-1",
}
