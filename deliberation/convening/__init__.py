"""③ 会议召集: a meeting of a type is planned, its seats filled, its notice sent, its roll frozen.

Entered by the branch and the secretary; delegates confirm and ask leave. States:
`convening.rules.MEETING_FLOW`.
"""
