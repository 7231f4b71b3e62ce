"""② 议题确定: the party branch gates a topic 把关, its decision authority is set, it becomes an agenda item.

Entered by the branch and the secretary.
"""
