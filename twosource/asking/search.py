"""Search in the published copy: by words through the macro `search_text`, and by shared text through the signatures.

Belongs here: asking, and what to say when nothing is found. Does not: the index (`warehouse/search_index`), how a
question is taken apart and ranked (`schemas/macros/search_parts.sql`, `search_text.sql`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import duckdb

from twosource import declarations
from twosource.comparison import shingles
from twosource.warehouse import connect, export
from twosource.warehouse.search_index import WORD

Kind = Literal["article", "quote", "claim", "quantity"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST = 20
"""Hits that are given unless more are asked for."""
MOST_WORDS = 60
"""Words of one question, as in `search_parts`."""
PIECE = re.compile(r'-?"[^"]*"|[^\s"]+')
"""A phrase or what blanks stand around, as `search_parts` cuts them."""
MARKS = str.maketrans("“”„«»", '"' * 5)
EITHER = "OR"
NEAR = 0.85
"""Jaro-Winkler similarity from which a word is named in the place of one that stands nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found. `text` is the article's text from `char_start` to `char_end` (code points, exclusive),
    `matches` the places of the words in the article's text; `id` is the fact's or the article's."""

    score: float
    outlet: str | None
    headline: str | None
    published_on: date | None
    url: str | None
    article_id: str
    id: str
    text: str
    char_start: int
    char_end: int
    matches: tuple[tuple[int, int], ...]

    def pieces(self) -> list[tuple[str, bool]]:
        """The passage cut into pieces, each with whether it is a word that was looked for."""
        cut, at = [], self.char_start
        for start, end in self.matches:
            cut += [(self._between(at, start), False), (self._between(start, end), True)]
            at = end
        return [piece for piece in [*cut, (self._between(at, self.char_end), False)] if piece[0]]

    def _between(self, start: int, end: int) -> str:
        return self.text[start - self.char_start : end - self.char_start]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An article that shares text with another: the share of five-word runs (of the shorter text, 0 to 1), and the
    longest shared passage with its place."""

    share: float
    outlet: str | None
    headline: str | None
    published_on: date | None
    url: str | None
    article_id: str
    text: str
    char_start: int
    char_end: int


def search(
    con: duckdb.DuckDBPyConnection,
    words: str,
    kind: Kind = "article",
    *,
    outlet: str | None = None,
    since: date | None = None,
    most: int = MOST,
) -> list[Hit]:
    """What has all of the words, in any of their forms, the best first.

    `"steel tariffs"` in quotation marks is found as it is written, `ferry OR boat` either way, and `-china` must not be
    there. `outlet` is a part of an outlet's name, `since` the first day of publication. Raises ValueError for what
    cannot be looked for; the message says why.
    """
    for given in (words, outlet or ""):
        export.require_text(given)
    words = words.translate(MARKS)
    _refuse(con, words)
    values = [
        declarations.quote(_in_known_forms(con, words)),
        f"kind := '{kind}'",
        f"from_outlet := {declarations.quote(outlet) if outlet is not None else 'NULL'}",
        f"since := {declarations.quote(since.isoformat()) if since is not None else 'NULL'}",
        f"most := {most:d}",
    ]
    return [_hit(row) for row in connect.rows_of(con.execute(f"FROM search_text({', '.join(values)})"))]


def _refuse(con: duckdb.DuckDBPyConnection, words: str) -> None:
    """Raise ValueError for what is no question."""
    if words.count('"') % 2:
        raise ValueError("A quotation mark is missing: one opens a phrase and one closes it.")
    if (number := len(WORD.findall(words))) > MOST_WORDS:
        raise ValueError(f"These are {number:,} words. Ask for no more than {MOST_WORDS} at once.")
    pieces = [piece for piece in PIECE.findall(words) if WORD.search(piece)]
    if not pieces:
        raise ValueError("There is no word to look for. Give at least one.")
    before, after = [EITHER, *pieces[:-1]], [*pieces[1:], EITHER]
    if any(at == EITHER and (_no_side(a) or _no_side(b)) for a, at, b in zip(before, pieces, after, strict=True)):
        raise ValueError("OR stands between two words or phrases, of which one is enough: ferry OR boat.")
    if all(piece.startswith("-") for piece in pieces):
        raise ValueError("This says only what must not be there. Say also what must.")
    for piece in pieces:
        common = f"FROM search_parts({declarations.quote(piece)}) SELECT bool_and(known AND term IS NULL)"
        if '"' in piece and con.execute(common).fetchone() == (True,):
            raise ValueError(
                f"{piece.strip('-')} has only words that stand in nearly every article. Add one that does not."
            )


def _no_side(piece: str) -> bool:
    """Whether this cannot stand beside an OR."""
    return piece == EITHER or piece.startswith("-")


def _in_known_forms(con: duckdb.DuckDBPyConnection, words: str) -> str:
    """The words, each that stands nowhere in another form of it that does, if there is one; phrases as they are."""
    loose = " ".join(piece for piece in PIECE.findall(words) if '"' not in piece and piece != EITHER)
    missing = _missing(con, loose) if loose else []
    if not missing:
        return words
    with duckdb.connect() as apart:
        # the copy's own connection loads nothing
        connect.load_full_text(apart)
        folded = ", ".join(f"stem(lower(strip_accents({declarations.quote(word)})), 'english')" for word in missing)
        stems = apart.execute(f"SELECT {folded}").fetchone() or ()
    listed = ", ".join(map(declarations.quote, stems))
    forms = dict(
        con.execute(f"SELECT stem, min(word) FROM search.words WHERE stem IN ({listed}) GROUP BY stem").fetchall()
    )
    known = {word: forms[stem] for word, stem in zip(missing, stems, strict=True) if stem in forms}
    return PIECE.sub(
        lambda piece: piece[0] if '"' in piece[0] else WORD.sub(lambda word: known.get(word[0], word[0]), piece[0]),
        words,
    )


def _missing(con: duckdb.DuckDBPyConnection, words: str) -> list[str]:
    """The words that stand in no article as they are."""
    asked = list(dict.fromkeys(WORD.findall(words)))
    listed = ", ".join(map(declarations.quote, asked))
    sql = f"FROM (SELECT unnest([{listed}]) AS asked) ANTI JOIN search.words w ON w.word = lower(strip_accents(asked))"
    return [word for (word,) in con.execute(sql).fetchall()]


def _hit(row: dict[str, object]) -> Hit:
    text, start = str(row["text"]), int(str(row["char_start"]))
    places = row.pop("matches")
    assert isinstance(places, list)
    found = ((place, WORD.match(text, place - start)) for place in places)
    matches = tuple((place, start + word.end()) for place, word in found if word)
    return Hit(**row, matches=matches)  # type: ignore[arg-type]


def unknown(con: duckdb.DuckDBPyConnection, words: str) -> dict[str, list[str]]:
    """The words that stand in no article, each with up to three that do and are written much alike."""
    found: dict[str, list[str]] = {}
    asked = declarations.quote(_in_known_forms(con, words.translate(MARKS)))
    wanted = con.execute(f"FROM search_parts({asked}) SELECT word WHERE NOT known AND NOT excluded").fetchall()
    for (word,) in wanted:
        near = con.execute(
            f"SELECT word FROM (SELECT word, jaro_winkler_similarity(word, {declarations.quote(word)}) AS near "
            f"FROM search.words) WHERE near >= {NEAR} ORDER BY near DESC, word LIMIT 3"
        ).fetchall()
        found[word] = [other for (other,) in near]
    return found


def alike(con: duckdb.DuckDBPyConnection, article_id: str, most: int = MOST) -> list[Alike]:
    """Articles that share runs of five words with this one, the largest share first, each with the longest passage."""
    own = con.execute(f"SELECT text FROM articles WHERE article_id = {declarations.quote(article_id)}").fetchone()
    mine = shingles.shingle_strings(shingles.words(own[0])) if own else set()
    rows = con.execute(
        "WITH me AS (FROM links.signatures WHERE article_id = $id), shared AS ("
        " SELECT s.article_id, len(list_intersect(s.hashes, me.hashes)) / least(len(s.hashes), len(me.hashes)) AS share"
        " FROM links.signatures s, me WHERE s.document_id <> me.document_id AND s.article_id IN ("
        "  SELECT b.article_id FROM links.bands b WHERE b.band IN (SELECT unnest(bands) FROM me)))"
        " SELECT round(s.share, 3) AS share, a.outlet, a.headline, a.published_on, a.url, a.article_id, a.text"
        " FROM shared s JOIN articles a USING (article_id) WHERE s.share > 0"
        f" ORDER BY s.share DESC, a.article_id LIMIT {most:d}".replace("$id", declarations.quote(article_id))
    )
    return [_alike(row, mine) for row in connect.rows_of(rows)]


def _alike(row: dict[str, object], mine: set[str]) -> Alike:
    text = str(row["text"])
    start, end = _longest(text, mine)
    return Alike(**{**row, "text": text[start:end]}, char_start=start, char_end=end)  # type: ignore[arg-type]


def _longest(text: str, shared: set[str]) -> tuple[int, int]:
    """The longest run of words of `text` whose five-word runs are all shared."""
    places = [(found.start(), found.end()) for found in shingles.WORD.finditer(text)]
    tokens = shingles.words(text)
    best, first = (0, 0), None
    for at in range(len(tokens) - shingles.SIZE + 2):
        if " ".join(tokens[at : at + shingles.SIZE]) in shared and at + shingles.SIZE <= len(tokens):
            first = at if first is None else first
            run = (places[first][0], places[at + shingles.SIZE - 1][1])
            best = run if run[1] - run[0] > best[1] - best[0] else best
        else:
            first = None
    return best
