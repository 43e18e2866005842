"""What `doctor` looks at: each check tries the thing it speaks of, and tells what it found.

Belongs here: the checks, grouped by what they look at. Does not: their order and the table (`twosource/cli/doctor`).
"""
