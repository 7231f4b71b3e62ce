"""What kinds of compounds and of grid areas there are (domain 1, row 81; the four levels of 网格)."""

from __future__ import annotations

from deliberation.kernel.text import N_

COMPOUND_TYPES: dict[str, str] = {
    "commercial": N_("成熟商品房"),
    "resettlement": N_("拆迁安置房"),
    "work_unit": N_("单位宿舍"),
    "open": N_("开放式"),
}
"""The type 类型 of a 小区: the code in `Compound.type` → its name."""

COMPOUND_GRADES: dict[str, str] = {"good": N_("好"), "fair": N_("中"), "poor": N_("差")}
"""How a 小区 is graded: the code in `Compound.grade` → its name."""

GRID_LEVELS: dict[str, str] = {"grid": N_("网格"), "micro_grid": N_("微网格")}
"""The levels below a 社区: the code in `GridArea.level` → its name. Above them stand 社区 and 街道."""
