"""The log."""

from __future__ import annotations

from deliberation.audit.views import blueprint
from deliberation.kernel.stage import Kind, Stage
from deliberation.kernel.text import N_

CARD = Stage("audit", blueprint, kinds=(Kind("audit", N_("审计日志")), Kind("backup", N_("备份"))))
