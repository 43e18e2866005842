"""The closed words of `schemas/vocabularies/` as types for mypy. Written by `make docs`.

Belongs here: one alias per word list. Does not: what the words mean (`docs/data-dictionary.md`), or anything by hand.
"""

from typing import Literal

Role = Literal[
    "body",
    "subheading",
    "table",
    "speaker_turn",
    "headline",
    "byline",
    "dateline",
    "published",
    "caption",
    "credit",
    "transcript_marker",
    "sign_off",
    "related",
    "ranking",
    "promo",
    "navigation",
    "paywall",
    "comment",
    "editor_note",
    "syndication_note",
    "legal",
    "other",
]
KeptRole = Literal[
    "body",
    "subheading",
    "table",
    "speaker_turn",
]
Genre = Literal[
    "article",
    "brief",
    "transcript",
    "live_blog",
    "opinion",
    "unknown",
]
Precision = Literal[
    "instant",
    "day",
    "month",
    "year",
]
Basis = Literal[
    "metadata",
    "feed",
    "url",
    "dateline",
    "text",
]
Rejection = Literal[
    "section_front",
    "error_page",
    "consent_wall",
    "paywall_stub",
    "multiple_articles",
    "no_text",
    "empty",
    "binary",
    "unreadable_record",
    "truncated",
    "too_large",
    "unreadable",
    "unknown_format",
    "blocked_by_robots",
    "forbidden_address",
    "http_error",
    "bot_wall",
    "retry_later",
    "deadline",
    "too_many_redirects",
    "network_error",
    "by_hand",
    "broken_feed",
]
Label = Literal[
    "PER",
    "ORG",
    "LOC",
    "NORP",
    "OTHER",
]
QuoteKind = Literal[
    "direct",
    "indirect",
    "mixed",
]
Force = Literal[
    "says",
    "claims",
    "confirms",
    "denies",
    "announces",
    "promises",
    "demands",
    "asks",
    "warns",
    "stresses",
    "accuses",
    "criticizes",
    "praises",
    "agrees",
    "refuses",
    "admits",
    "suggests",
    "estimates",
]
QuantityKind = Literal[
    "money",
    "percent",
    "count",
    "duration",
    "measure",
    "ratio",
]
ChangeDirection = Literal[
    "up",
    "down",
]
Mod = Literal[
    "APPROX",
    "LESS_THAN",
    "MORE_THAN",
    "EQUAL_OR_LESS",
    "EQUAL_OR_MORE",
]
TimeMod = Literal[
    "APPROX",
    "LESS_THAN",
    "MORE_THAN",
    "EQUAL_OR_LESS",
    "EQUAL_OR_MORE",
    "START",
    "MID",
    "END",
    "BEFORE",
    "AFTER",
    "ON_OR_BEFORE",
    "ON_OR_AFTER",
]
Modality = Literal[
    "asserted",
    "estimated",
    "planned",
    "demanded",
    "hypothetical",
    "historical",
]
TimeType = Literal[
    "DATE",
    "TIME",
    "DURATION",
    "SET",
]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "x_STATE",
]
EventMode = Literal[
    "meet",
    "visit",
    "host",
    "phone",
    "mediate",
    "multilateral",
    "bilateral",
    "assist",
    "change",
    "yield",
    "meta",
    "convict",
    "expel",
    "withdraw",
    "discontinue",
    "embargo",
    "x_tariff",
]
EventContext = Literal[
    "diplomatic",
    "economic",
    "military",
    "political",
    "legal",
    "election",
    "resource",
    "environment",
    "cyber",
    "crime",
    "terrorism",
    "human_rights",
    "migration",
    "health",
    "disaster",
    "reparations",
    "territory",
    "executive",
    "legislative",
]
Relation = Literal[
    "sum",
    "difference",
    "share",
    "growth",
    "product",
]
OriginType = Literal[
    "own_reporting",
    "agency",
    "copy",
    "partial_copy",
    "rewrite",
    "unknown",
]
Stance = Literal[
    "asserts",
    "denies",
    "hedges",
    "relays",
    "silent",
    "not_observable",
]
Taken = Literal[
    "sentence",
    "told_to",
]
Status = Literal[
    "multi_origin",
    "single_origin",
    "conflicting",
    "updated",
    "altered_copy",
    "not_comparable",
]
ComparisonKind = Literal[
    "quantity",
    "quote",
    "event",
    "claim",
]
Slot = Literal[
    "number",
    "length",
    "time",
    "place",
    "person",
    "whether",
    "how_far",
    "wording",
    "speaker",
]
Reason = Literal[
    "same_value",
    "rounded",
    "converted",
    "finer",
    "same_words",
    "told_alike",
    "grew",
    "state_went_on",
    "values_apart",
    "denied",
    "degrees_apart",
    "speakers_apart",
    "altered_in_copy",
    "other_occasion",
    "other_scope",
    "part_of_whole",
    "planned_and_done",
    "other_holder",
    "one_origin",
    "time_zones",
    "by_hand",
    "doubtful",
]
Severity = Literal[
    "critical",
    "warning",
    "info",
]
AccuracyMeasure = Literal[
    "precision",
    "recall",
    "agreement",
    "kappa",
]
CheckScope = Literal[
    "new_rows",
    "table",
    "everything",
]
Profile = Literal[
    "outlet",
    "facts",
]
Disposition = Literal[
    "quarantined",
    "skipped",
]
Outcome = Literal[
    "done",
    "quarantined",
    "skipped",
]
SetAsideReason = Literal[
    "section_front",
    "error_page",
    "consent_wall",
    "paywall_stub",
    "multiple_articles",
    "no_text",
    "empty",
    "binary",
    "unreadable_record",
    "truncated",
    "too_large",
    "unreadable",
    "unknown_format",
    "blocked_by_robots",
    "forbidden_address",
    "http_error",
    "bot_wall",
    "retry_later",
    "deadline",
    "too_many_redirects",
    "network_error",
    "by_hand",
    "broken_feed",
    "failed_rule",
    "language",
    "error",
    "time_limit",
    "ended_worker",
    "link",
    "own_data",
    "not_wanted",
    "not_there",
    "not_yet",
]
FetchStatus = Literal[
    "ok",
    "partial",
    "failed",
    "empty",
]
Room = Literal[
    "cleaning",
    "extraction",
    "comparison",
]
SourceProblem = Literal[
    "unreadable",
    "blocked",
    "silent",
    "too_few",
    "too_many",
]
Alert = Literal[
    "failed_run",
    "failed_check",
    "source",
    "conflict",
]
CorrectionKind = Literal[
    "headline",
    "outlet",
    "published",
    "by",
    "language",
    "not_an_article",
    "an_article",
    "encoding",
    "speaker",
    "not_a_quotation",
    "value",
    "unit",
    "measure",
    "one_name",
    "name_is",
    "not_a_name",
    "same_story",
    "own_story",
    "no_conflict",
    "again",
    "drop",
]
