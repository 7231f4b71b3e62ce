"""What a vote of the owners may be refused, in the order in which a vote goes."""
