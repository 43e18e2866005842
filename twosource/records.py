"""The records that travel between the rooms: frozen, slotted, plain values only.

Belongs here: what a capture, an article, a fact and a comparison consist of, as the contract names it.
Does not: how any of them is made, stored or shown. Closed word lists stand in `schemas/vocabularies/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from twosource import words

Span = tuple[int, int]
"""Start and exclusive end, in Unicode code points."""


# ------------------------------------------------------------------ raw input


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One thing fetched or read, bit for bit. Nothing in it is interpreted.

    `address` is the URL, the path, or for a record inside a file `path#key`. `data` are the bytes after transport
    packing (gzip, JSON lines) was taken off. `fields` maps our field names to the names (dotted paths) used in
    a JSON record, as the source declares it; empty for anything else. `outlet` is the source's own, when it has one.
    """

    capture_id: str
    source: str
    address: str
    media_type: str
    data: bytes
    sha256: str
    first_seen_at: datetime
    url: str | None = None
    outlet: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An input or a unit that goes no further: what, where, and why in words a person understands.

    `item` is what was set aside: an address at the stage `captures`, the unit's id at a later stage.
    `disposition` is `quarantined` (something is wrong with it) or `skipped` (nothing is wrong, it is not for us).
    """

    item: str
    source: str | None
    address: str | None
    stage: str
    disposition: words.Disposition
    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far reading has come in a file too long to be read anew each time: all before `position` (bytes) is stored.

    `address` is the file's, or that of an archive inside it; `mark` changes with its bytes and with what is wanted of
    it; `taken` captures came from before `position`, and `not_wanted` tells as JSON how many records there were
    not wanted, by why. With `passed` nothing of that was read in this pass.
    """

    source: str
    address: str
    mark: str
    position: int
    finished: bool
    taken: int
    not_wanted: str = "{}"
    passed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that a person wants to hear of at once; `key` is what it happened to, by which it is told only once."""

    kind: words.Alert
    key: str
    message: str


NOT_YET = "not_yet"
"""The reason of the record that tells what a pass over a source has left for a later run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person put right: what kind of thing, where, by which words one knows it again, and what it is instead.

    `articles` are addresses or ids as the person gave them, `documents` the ids that they stand for; `evidence` are
    words of the text, one for each article where both are given, or names; `within` are words around them that tell
    them from the same words elsewhere. `value` is JSON. `signed` says who corrects, `note` why.
    """

    correction_id: str
    kind: words.CorrectionKind
    articles: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    within: str | None = None
    label: str | None = None
    value: str = "null"
    note: str | None = None
    signed: str | None = None


# ------------------------------------------------------------------ articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication or modification date: ISO 8601 `value`, how fine, where it stood, and how sure (0 to 1)."""

    value: str
    precision: words.Precision
    basis: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A piece of the input with its role. `start`/`end` are offsets into `Article.text`, None when not kept."""

    role: str
    text: str
    kept: bool
    rule: str
    score: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of a document after cleaning; `text` is NFC and holds kept regions only.

    `rejected` says why the input is no article (vocabulary `rejection`), None when it is one.
    """

    text: str
    headline: str | None = None
    by: list[str] = field(default_factory=list)
    agency: str | None = None
    located: str | None = None
    outlet: str | None = None
    language: str = "und"
    genre: str = "unknown"
    published: Published | None = None
    modified: Published | None = None
    regions: list[Region] = field(default_factory=list)
    url: str | None = None
    rejected: str | None = None


# ------------------------------------------------------------------ facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact carries: the words that prove it, where they stand, the rule that found it, how sure it is."""

    text: str
    start: int
    end: int
    sentence: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Who or what takes part in what a clause tells, and as what. `text` are the head words as written.

    `role` is `subject` (who does it, also of a passive), `object` (what it is done to, also the subject of a passive),
    `to`, `with`, `about`, `at`, `from`, `as` (also what a "be" says of its subject) or `by`. `mention` indexes
    `Facts.mentions`: the name itself, or for a pronoun the last mention of whom it means; None when that is no name.
    """

    role: str
    text: str
    mention: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """One clause of kept text, read once; every other fact names the statement that it stands in.

    `verb` is the main verb with its particles and the verbs that carry it ("plan to raise"); of a nominal act the noun.
    `predicate` is the class of what is told where a table has one ("die" for "perished"), else the lemma; `head` is the
    place of the word that tells it. `attributed_by` indexes `Facts.quotes`; `chain` lists who says that who said it,
    the nearest first, when there is more than one. `occurs` is the TIMEX3 value of the nearest time of the clause,
    `rests_on` that time's index.
    """

    verb: str
    predicate: str
    head: Span
    arguments: list[Argument] = field(default_factory=list)
    negated: bool = False
    degree: str | None = None
    modality: str = "asserted"
    hedge: str | None = None
    attributed_to: str | None = None
    attributed_by: int | None = None
    chain: list[str] = field(default_factory=list)
    relayed_from: str | None = None
    occurs: str | None = None
    rests_on: int | None = None
    place: str | None = None
    forum: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Fact):
    """A fact that stands in a statement: `statement` indexes `Facts.statements`, None outside every clause."""

    statement: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Stated):
    """A name in the text. `entity` is the fullest form that the article uses; `country` is ISO 3166-1 alpha-3."""

    label: str
    entity: str
    country: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Stated):
    """Something somebody is reported to have said. `fragments` has two or more spans when a cue interrupts it."""

    kind: words.QuoteKind
    speaker: str | None = None
    speaker_text: str | None = None
    speaker_role: str | None = None
    cue: str | None = None
    force: str | None = None
    said_on: str | None = None
    relayed_from: str | None = None
    fragments: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a size changed, in the unit of the quantity that bears it: from what to what, by how much, `up` or `down`.

    What the sentence does not say is None; the difference is not computed.
    """

    from_value: float | None = None
    to_value: float | None = None
    by: float | None = None
    direction: words.ChangeDirection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Stated):
    """A number with its unit: ISO 4217 code, `%`, UCUM code, or the counted noun's lemma.

    `change` is the change that the number is a part of; the old and the new size are two quantities that both bear it.
    """

    kind: str
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    mod: str | None = None
    measure: str | None = None
    about: str | None = None
    period: str | None = None
    attributed_to: str | None = None
    negated: bool = False
    modality: str = "asserted"
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression(Stated):
    """A TIMEX3 time expression. `begins_on` and `ends_on` are ISO dates, None when they cannot be known."""

    type: str
    value: str
    mod: str | None = None
    begins_on: str | None = None
    ends_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Stated):
    """Who did what to whom, in PLOVER's terms; the span is the trigger. Countries are ISO 3166-1 alpha-3."""

    type: str
    mode: str | None = None
    context: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    actor_countries: list[str] = field(default_factory=list)
    recipient_countries: list[str] = field(default_factory=list)
    date_value: str | None = None
    place: str | None = None
    negated: bool = False
    modality: str = "asserted"
    attributed_to: str | None = None
    also_at: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Stated):
    """One reported proposition; what it says of attribution, polarity and modality is its statement's.

    `quantities`, `times`, `entities` are indexes into the lists of `Facts` (mentions).
    """

    attributed_to: str | None = None
    relayed_from: str | None = None
    negated: bool = False
    modality: str = "asserted"
    hedge: str | None = None
    quantities: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    entities: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """A relation that an article's own numbers imply: `operands` and `stated` are indexes into `Facts.quantities`."""

    relation: words.Relation
    operands: list[int]
    stated: int
    computed: float
    holds: bool
    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that was read out of one article."""

    statements: list[Statement] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    arithmetic: list[Arithmetic] = field(default_factory=list)


# ------------------------------------------------------------------ between articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two articles that share text. `a` and `b` index the input, `a` the earlier.

    `containment` is the number of shared 5-word shingles over those of the shorter text; `jaccard` over their union.
    """

    a: int
    b: int
    containment: float
    jaccard: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What one article says to a comparison. `article` indexes the input; the span is the evidence."""

    article: int
    stance: str
    value: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One fact of a story and what each article says to it."""

    kind: str
    subject: str
    status: str
    stances: list[Stance]
    severity: float = 0.0
