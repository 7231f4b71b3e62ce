"""⑤ 督办落实: orders 督办单 from what was decided, progress, lights, acceptance, closing.

Entered by the branch (issues, accepts, closes) and by the units under order (sign, report). States:
`supervision.rules.ORDER_FLOW`.
"""
