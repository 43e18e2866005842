"""Time expressions of a text as TIMEX3, resolved against the date of publication where that is known.

Belongs here: dates, times of day, durations and repeated times. Does not: the date of the article itself.
"""

from twosource.extraction.times.fiscal import bounded
from twosource.extraction.times.reading import as_said, find

__all__ = ["as_said", "bounded", "find"]
