"""④ 会商议事: the hall, live. Presence, quorum, floor, motions, consensus, votes, minutes.

Chair, delegates on tablets, and the hall screen enter; they see one snapshot, each what its role may
see. States: `room.rules.flows`.
"""
