"""What comparison learned from examples: the table of weights, its card, and how it is made anew."""
