"""业主名册: who owns what in a compound, brought in from a file, mended by people, kept as law allows.

It knows nothing of votes: whoever asks the owners reads it.
"""
