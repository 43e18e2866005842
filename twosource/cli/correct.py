"""The verb `correct`: one sub-verb for each kind of thing that a person may put right, and listing and taking back.

Belongs here: what is asked, as an entry of `corrections.yml`. Does not: the file (`corrections`), applying (`stages`).
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli import looking
from twosource.cli.terminal import UNUSABLE, Failure, complain, harmless, settings

if TYPE_CHECKING:
    from twosource.settings import Settings

app = typer.Typer(
    help="Put right what was read wrongly: it holds when everything is read again, and can be taken back.",
    no_args_is_help=True,
)
ARTICLE = typer.Argument(help="An article_id or its beginning, or part of a path, URL or headline.")
WORDS = typer.Argument(metavar="WORDS", help="Words of the fact, as they stand in the text; enough to know it by.")
NOTE = typer.Option(help="Why.", show_default=False)
SIGNED = typer.Option(help="Who corrects; your name on this machine when it is left out.", show_default=False)
WITHIN = typer.Option("--in", help="Words around it, where the same words stand more than once.", show_default=False)
LABEL = typer.Option(help="Kind of name: PER, ORG, LOC, NORP or OTHER.")
HELD = "`twosource correct apply` applies it at once, the next run in any case."

Article = Annotated[str, ARTICLE]
Words = Annotated[str, WORDS]
Note = Annotated[str | None, NOTE]
Signed = Annotated[str | None, SIGNED]
Within = Annotated[str | None, WITHIN]
Label = Annotated[str, LABEL]


# ------------------------------------------------------------------ an article


@app.command()
def headline(article: Article, value: str, note: Note = None, signed: Signed = None) -> None:
    """The headline of an article."""
    _of_article(article, {"headline": value}, note, signed)


@app.command()
def outlet(article: Article, value: str, note: Note = None, signed: Signed = None) -> None:
    """Who published an article."""
    _of_article(article, {"outlet": value}, note, signed)


@app.command()
def published(article: Article, value: str, note: Note = None, signed: Signed = None) -> None:
    """When an article was published: 2025-04-17, or with a time and its offset."""
    _of_article(article, {"published": value}, note, signed)


@app.command()
def by(article: Article, names: list[str], note: Note = None, signed: Signed = None) -> None:
    """Who wrote an article."""
    _of_article(article, {"by": names}, note, signed)


@app.command()
def language(article: Article, value: str, note: Note = None, signed: Signed = None) -> None:
    """The language of an article, such as en."""
    _of_article(article, {"language": value}, note, signed)


@app.command("not-an-article")
def not_an_article(article: Article, note: Note = None, signed: Signed = None) -> None:
    """What was taken for an article is none; it is set aside. The other way round: `twosource quarantine release`."""
    _of_article(article, {"not_an_article": True}, note, signed)


# ------------------------------------------------------------------ a fact


@app.command()
def speaker(
    article: Article,
    words: Words,
    name: Annotated[str | None, typer.Argument(help="The speaker, as the article names them in full.")] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="It cannot be told who says it.")] = False,
    within: Within = None,
    note: Note = None,
    signed: Signed = None,
) -> None:
    """Who is quoted in an article."""
    if (name is None) != nobody:
        raise Failure("Name the speaker, or say --nobody.", UNUSABLE)
    _of_fact(article, "quote", words, within, {"speaker": name}, note, signed)


@app.command("not-a-quotation")
def not_a_quotation(
    article: Article, words: Words, within: Within = None, note: Note = None, signed: Signed = None
) -> None:
    """What was taken for a quotation is none."""
    _of_fact(article, "quote", words, within, {"not_a_quotation": True}, note, signed)


@app.command()
def value(
    article: Article,
    words: Words,
    number: float,
    to: Annotated[float | None, typer.Option(help="The upper end, of a range.", show_default=False)] = None,
    within: Within = None,
    note: Note = None,
    signed: Signed = None,
) -> None:
    """The size of a number in an article: 68500000000 for "68.5 billion"."""
    told = number if to is None else [number, to]
    _of_fact(article, "quantity", words, within, {"value": told}, note, signed)


@app.command()
def unit(
    article: Article, words: Words, name: str, within: Within = None, note: Note = None, signed: Signed = None
) -> None:
    """The unit of a number: a currency such as EUR, %, a unit such as km, or what is counted."""
    _of_fact(article, "quantity", words, within, {"unit": name}, note, signed)


@app.command()
def measure(
    article: Article, words: Words, name: str, within: Within = None, note: Note = None, signed: Signed = None
) -> None:
    """What a number measures."""
    _of_fact(article, "quantity", words, within, {"measure": name}, note, signed)


# ------------------------------------------------------------------ names, stories, comparisons


@app.command("one-name")
def one_name(
    name: Annotated[str, typer.Argument(help="The name that they all have from now on.")],
    others: Annotated[list[str], typer.Argument(help="The other names of the same person or thing.")],
    label: Label = "PER",
    note: Note = None,
    signed: Signed = None,
) -> None:
    """One person, organisation or place under several names, in all articles."""
    add(settings(), {"one_name": [name, *others], **_label(label)}, note, signed)


@app.command("name")
def name_is(
    article: Article,
    name: Annotated[str, typer.Argument(help="The name as the article has it in full.")],
    means: Annotated[str, typer.Argument(metavar="IS", help="Who that is; another name, or the name with a remark.")],
    label: Label = "PER",
    note: Note = None,
    signed: Signed = None,
) -> None:
    """Two people under one name: who a name of one article is."""
    _of_article(article, {"name": name, "is": means, **_label(label)}, note, signed)


@app.command("not-a-name")
def not_a_name(
    name: str,
    article: Annotated[str | None, typer.Option(help="In this article alone.", show_default=False)] = None,
    label: Label = "PER",
    note: Note = None,
    signed: Signed = None,
) -> None:
    """Hide what was taken for a name and is none."""
    told = {"not_a_name": name, **_label(label)}
    if article is None:
        add(settings(), told, note, signed)
    else:
        _of_article(article, told, note, signed)


@app.command("same-story")
def same_story(articles: list[str], note: Note = None, signed: Signed = None) -> None:
    """Articles that tell one story: that of the first."""
    _of_story("same_story", articles, note, signed)


@app.command("own-story")
def own_story(articles: list[str], note: Note = None, signed: Signed = None) -> None:
    """Articles that are a story of their own, apart from the one they are in."""
    _of_story("own_story", articles, note, signed)


@app.command("no-conflict")
def no_conflict(
    comparison: Annotated[str, typer.Argument(help="A comparison_id or its beginning (view conflicts).")],
    note: Note = None,
    signed: Signed = None,
) -> None:
    """Two passages that were set against each other do not contradict one another."""
    chosen = settings()
    with looking.copy(chosen) as con:
        found = looking.rows(
            con,
            "SELECT DISTINCT ON (s.comparison_id, s.side) s.comparison_id, s.side, s.text, a.url, a.source_path "
            "FROM stances s JOIN comparisons c USING (comparison_id) JOIN articles a ON a.article_id = s.article_id "
            "WHERE starts_with(s.comparison_id, ?) AND s.side < 2 AND c.status IN ('conflicting', 'altered_copy') "
            "ORDER BY s.comparison_id, s.side, a.article_id",
            [comparison],
        )
    if len({row["comparison_id"] for row in found}) != 1 or len(found) != 2:
        raise Failure(
            f"No single conflict has an id that begins with {comparison!r}. List them with: "
            'twosource sql "SELECT comparison_id, subject FROM conflicts"',
            UNUSABLE,
        )
    passages = [{"article": looking.named(row), "words": row["text"]} for row in found]
    add(chosen, {"no_conflict": passages}, note, signed)


# ------------------------------------------------------------------ listing, taking back


@app.command("list")
def show(
    everything: Annotated[bool, typer.Option("--all", help="Also what was taken back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """List what stands in the file, whether it was applied, and if not, why."""
    from twosource.cli import corrected

    chosen = settings()
    try:
        found = corrected.listed(chosen, everything)
    except ValueError as error:
        raise Failure(str(error), UNUSABLE) from error
    corrected.show(found, as_json)


@app.command()
def apply() -> None:
    """Apply what stands in the file now, without taking anything in; then check and publish.

    Ends with status 1 when a critical rule fails. The next run brings the report up to date.
    """
    from twosource.cli import applying

    made = applying.apply(settings())
    done = ", ".join(f"{name} {n}" for name, n in made.units.items() if n)
    typer.echo(f"made anew: {done}" if done else "nothing had to be made anew.")
    for line in made.not_applied:
        complain(line)
    if made.failing:
        raise Failure(made.failing)


@app.command()
def undo(wanted: Annotated[str, typer.Argument(metavar="ID", help="A correction_id or its beginning.")]) -> None:
    """Take a correction back: the next run makes anew what it touched."""
    from twosource.corrections import writing
    from twosource.corrections.entries import CorrectionsError

    try:
        gone = writing.take_back(settings().home, wanted)
    except CorrectionsError as error:
        raise Failure(str(error), UNUSABLE) from error
    typer.echo(f"Taken back: {gone.correction_id[:12]} ({gone.kind.replace('_', ' ')}). {HELD}")


# ------------------------------------------------------------------ what they share


def _label(label: str) -> dict[str, str]:
    return {} if label == "PER" else {"label": label}


def _of_article(wanted: str, told: Mapping[str, Any], note: str | None, signed: str | None) -> None:
    chosen = settings()
    with looking.copy(chosen) as con:
        found = looking.article(con, wanted)
    add(chosen, {"article": looking.named(found), **told}, note, signed)


def _of_fact(
    wanted: str,
    kind: str,
    words: str,
    within: str | None,
    told: Mapping[str, Any],
    note: str | None,
    signed: str | None,
) -> None:
    chosen = settings()
    with looking.copy(chosen) as con:
        article = looking.article(con, wanted)
        view = "quotes" if kind == "quote" else "quantities"
        found = looking.fact(con, view, article, words, within)
    entry = {"article": looking.named(article), kind: found.pop("text"), **found, **told}
    add(chosen, entry, note, signed)


def _of_story(kind: str, wanted: list[str], note: str | None, signed: str | None) -> None:
    chosen = settings()
    with looking.copy(chosen) as con:
        found = [looking.named(looking.article(con, one)) for one in wanted]
    add(chosen, {kind: found}, note, signed)


def add(chosen: Settings, entry: Mapping[str, Any], note: str | None, signed: str | None) -> None:
    """Write an entry into the file and say so; ends the command with status 2 when it cannot be used."""
    from twosource.corrections import writing
    from twosource.corrections.entries import CorrectionsError

    about = {"note": note, "signed": signed or _whoever()}
    try:
        made = writing.add(chosen.home, {**entry, **{name: text for name, text in about.items() if text}})
    except CorrectionsError as error:
        raise Failure(str(error), UNUSABLE) from error
    for one in made:
        what = one.kind.replace("_", " ")
        typer.echo(harmless(f"{one.correction_id[:12]}  {what}: {', '.join(one.articles or one.evidence)}"))
    complain(f"noted in {chosen.home / 'corrections.yml'}. {HELD}")


def _whoever() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
