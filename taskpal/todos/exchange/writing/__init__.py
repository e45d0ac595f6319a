"""Everything about todos written as a file, piece by piece.

However much it is, little of it is in memory at once, and nobody waits: each piece is
read by short queries of its own, outside any transaction. What changes while the file
is written may be in it or not.
"""
