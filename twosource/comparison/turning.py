"""A clause turned into the words of a question: "Stocks rose in Tokyo" to "did", "stocks", "rise in Tokyo".

Belongs here: the finite verb of a clause, its subject, and their order in a question. Does not: what is asked
(`questions`), or reading a clause (extraction did that).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from twosource.comparison.tellings import Telling
from twosource.comparison.terms import word_set
from twosource.comparison.wording import content_words
from twosource.records import Argument, Span, Statement

FINITE = word_set("is are was were am has have had do does did will would can could may might must shall should")
UNFINITE = word_set("be been being having")
BE = word_set("is are was were am")
BETWEEN = word_set("also already still just now then since long only ever even again later once both all not")
"""Adverbs that stand between an auxiliary or a subject and its verb, beside those in -ly."""
UNCHANGING = word_set("cut hit put set let shut cost hurt cast spread beat bid bet split quit read burst shed")
"""Verbs whose past looks like their present; news tells the past."""
LINKING = word_set(
    "and but or that because if whether so as while when after before since although though unless until"
)
RELATIVE = word_set("that which who whom what where whose")
LEADING = LINKING | word_set(
    "on in at during for with without under by from according however meanwhile this last to still now then"
)
"""A phrase that begins with one of these and ends with a comma stands before the subject."""
OF_SPEAKER = word_set("i we")
PRONOUNS = OF_SPEAKER | RELATIVE | word_set("he she it they you this these those one some")
PRONOUNS |= word_set("himself herself itself themselves")
OWNED = word_set("our my your us me")
"""Words that mean whoever speaks: in a question nobody could tell who that is."""
DETERMINERS = word_set("a an the its their his her this these those two three both all some many several no each every")
COMMON = DETERMINERS | LEADING | PRONOUNS | word_set("more most at least about nearly another there only no")
LONGEST_SUBJECT = 70
"""Characters; a longer one is put by its names."""
AIRED = re.compile(r"\s+([,.;])")
PLANS = word_set("effort plan goal decision move bid attempt proposal deal agreement push campaign vote")
"""Nouns that an infinitive belongs to also where words stand between them."""
UNFIXED = (".infinitive", ".adverbial")
"""Clauses whose subject is only inferred: "plans to send" are no plans that send."""
OPEN_END = re.compile(
    r"(?:\s(?:a|an|the|of|in|on|at|to|for|with|by|from|and|or|but|that|which|who|as|than|his|her|its|their|such|between|before|after|without|another|"
    r"has|have|had|is|are|was|were|be|been|can|could|will|would|not|whether|if))+$"
)
"""Words that cannot be the last ones."""
DANGLING = re.compile(r"(?:(?:^|,?\s)(?:and|or|but|that|which|who|than))+$")
WORD = re.compile(r"[^\s,;:]+|[,;:]")
ASIDE = re.compile(r",\s(?:which|who|whose|where)\b[^,]*,")
IN_WHICH = re.compile(r"^(?:in|at|on|by|for|to|from|with|under|during|of) (?:which|whom) (?=\w)")
CLAUSE_BEFORE = re.compile(r";\s|:\s|,\s(?:so|and so|but|because|while|where|which|that|if)\s")
"""What precedes one of these is another clause than that of the subject."""
SUBORDINATE = re.compile(r"\s(?:after|before|while|when|because|although|until|unless)\s")
CONTRACTED = re.compile(r"\w[’'](?:re|ve|ll|d|m)\b|\b(?:it|he|she|that|there|what|who)[’']s\b", re.I)
DAY_LEFT = re.compile(r"(?:\s(?:on|late|early))*\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s(?:morning|night))?$")
DETERMINED = re.compile(r"(?:\b(?:a|an|the|its|their|his|her)|[’']s)\s+(?:[\w-]+\s+){0,2}$", re.I)

Named = Callable[[Argument], str | None]
"""Who or what an argument names; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The parts of a question, in its order; `rest` begins with the main verb unless the auxiliary is it."""

    auxiliary: str
    subject: str
    rest: str

    def asked(self, opening: str = "") -> str:
        """The question, behind words such as "How long"."""
        words = " ".join(part for part in (opening, self.auxiliary, self.subject, self.rest) if part)
        return words[:1].upper() + words[1:] + "?"


@dataclass(frozen=True, slots=True)
class _Verb:
    """A finite verb in a text: what precedes it, its auxiliary, and what follows in a question."""

    before: str
    auxiliary: str
    main: str
    end: int


def turned(telling: Telling, statement: Statement, named: Named, without: Span | None = None) -> Turned | None:
    """The clause as a question, without the words of a span in the article; None where its words do not show how."""
    text, base = telling.text, telling.start
    start, end = max(0, statement.start - base), min(len(text), statement.end - base)
    end = min([end, *(one.start - base for one in telling.statements if _goes_on(one, statement))])
    verb = _finite(text, start, statement, base)
    if verb is None or CONTRACTED.search(text[start : verb.end]):
        return None
    if (passive := _left_out(verb, text[verb.end : end], telling, statement)) is not None:
        verb = passive
    if statement.rule.endswith((".infinitive", ".adverbial")) and (noun := _noun_before(telling, statement)):
        return (
            None
            if without
            else Turned("are" if noun.endswith("s") else "is", f"there {noun}", clipped(text[start:end]))
        )
    subject = _subject(verb, telling, statement, named)
    if without and subject and not verb.before.strip() and statement.rule.endswith(UNFIXED) and subject.islower():
        return None
    rest = _rest(text, verb.end, end, without, base)
    if subject is None or rest is None or (without and without[0] - base < verb.end):
        return None
    auxiliary = _auxiliary(verb, statement)
    return Turned(auxiliary, subject, f"{verb.main} {rest}".strip())


def _goes_on(one: Statement, statement: Statement) -> bool:
    """Whether a clause is a second thing told of the same subject, inside the first."""
    return one.rule.endswith(".coordinated") and statement.head[1] < one.start < statement.end


# ------------------------------------------------------------------ the verb


def _finite(text: str, start: int, statement: Statement, base: int) -> _Verb | None:
    """The finite verb of a clause: an auxiliary before the word that tells it, or that word itself."""
    head = text[statement.head[0] - base : statement.head[1] - base]
    at, lemma = statement.head[0] - base, statement.verb.split()[0]
    words = list(WORD.finditer(text, start, at))
    ends, said = statement.head[1] - base, head
    if " to " in statement.verb and words and words[-1].group().lower() == "to":
        if len(words) < 2:
            return None
        carrier = words[-2]
        words, at, ends, said = words[:-2], carrier.start(), carrier.end(), carrier.group()
    elif " to " in statement.verb:
        return None
    place = len(words)
    while place and _between(words[place - 1].group()):
        place -= 1
    run = words[place:]
    auxiliaries = [word for word in run if word.group().lower() in FINITE | UNFINITE]
    if auxiliaries and auxiliaries[0].group().lower() in FINITE:
        first = auxiliaries[0]
        main = " ".join(text[first.end() : ends].split())
        if first.group().lower() == "had" and len(auxiliaries) == 1:
            return _Verb(text[start : first.start()], "did", f"{_adverbs(main, said)}{lemma}", ends)
        return _Verb(text[start : first.start()], first.group().lower(), main, ends)
    if auxiliaries:
        return None
    before = text[start : run[0].start() if run else at]
    adverbs = "".join(f"{word.group()} " for word in run if word.group().lower() not in ("to",))
    return _plain(before, adverbs, said, lemma, statement, ends)


def _plain(before: str, adverbs: str, said: str, lemma: str, statement: Statement, ends: int) -> _Verb | None:
    """A verb without an auxiliary: its form tells the time; one that is not finite tells it by its modality."""
    lower = said.lower()
    if lower in BE:
        return _Verb(before, lower, adverbs.strip(), ends)
    told = "will" if statement.modality in ("planned", "demanded") else "did"
    bare = not before.split() or before.split()[-1].lower() in ("to", ",")
    if lower.endswith("ing") and lower != lemma:
        return _Verb("", told, f"{adverbs}{lemma}", ends) if bare else None
    if bare and lower == lemma:
        return _Verb("", told, f"{adverbs}{lemma}", ends)
    if lower == lemma:
        auxiliary = "did" if lemma in UNCHANGING else "do"
    else:
        auxiliary = "does" if lower in (f"{lemma}s", f"{lemma}es", f"{lemma[:-1]}ies") else "did"
    return _Verb(before, auxiliary, f"{adverbs}{lemma}", ends)


def _between(word: str) -> bool:
    lower = word.lower()
    return (
        lower in FINITE
        or lower in UNFINITE
        or lower in BETWEEN
        or (lower.endswith("ly") and lower.islower() and lower == word)
    )


def _adverbs(main: str, said: str) -> str:
    """What stands between "had" and its participle."""
    return main[: len(main) - len(said)]


def _auxiliary(verb: _Verb, statement: Statement) -> str:
    """A reported "would" is what will be; "am" follows a name as "is"."""
    if verb.auxiliary == "would" and statement.attributed_to and statement.modality == "planned":
        return "will"
    if verb.auxiliary == "am":
        return "is"
    return verb.auxiliary


def _left_out(verb: _Verb, after: str, telling: Telling, statement: Statement) -> _Verb | None:
    """The passive of a participle that has left its auxiliary out ("the wall built by Rome"); None for others."""
    said = telling.text[statement.head[0] - telling.start : statement.head[1] - telling.start].lower()
    objects = [one.text for one in statement.arguments if one.role == "object"]
    if verb.before.strip() or verb.auxiliary not in ("did", "will") or not objects or said.endswith("ing"):
        return None
    doers = [one.text for one in statement.arguments if one.role == "subject"]
    if said == statement.verb or (doers and not any(re.search(rf"\bby\b.*{re.escape(one)}", after) for one in doers)):
        return None
    return _Verb("", "were" if objects[0].endswith("s") else "was", said, verb.end)


# ------------------------------------------------------------------ who it is said of


def _subject(verb: _Verb, telling: Telling, statement: Statement, named: Named) -> str | None:
    """The subject in the words of the clause, or by its name where they leave it out."""
    passive = verb.auxiliary in BE or re.search(r"\bbeen?\b", verb.main) is not None
    roles = ("subject", "object") if passive else ("subject",)
    arguments = [one for one in statement.arguments if one.role in roles]
    written = _written(verb.before, arguments)
    if written is None or written.lower() in RELATIVE:
        if verb.auxiliary in BE and not verb.before.strip():
            arguments = [one for one in statement.arguments if one.role == "object"]
        return _by_name(telling, statement, arguments, named)
    if written.lower() in PRONOUNS:
        return _meant(written.lower(), statement, arguments, named)
    if (
        (FINITE | PRONOUNS - RELATIVE) & set(written.split()[:-1])
        or OWNED & set(written.lower().split())
        or written.split()[0].lower() in RELATIVE - {"that"}
    ):
        return None
    if len(written) > LONGEST_SUBJECT:
        return _by_name(telling, statement, arguments, named)
    return lowered(unquoted(written), telling)


def _noun_before(telling: Telling, statement: Statement) -> str | None:
    """The common noun that an infinitive belongs to ("an effort to build"); None where a name or nothing is it."""
    before = telling.text[: max(0, statement.start - telling.start)].rstrip()
    doer = next((one.text for one in statement.arguments if one.role == "subject"), "")
    planned = bool(doer) and doer.split()[-1].rstrip("s") in PLANS
    if not doer.islower() or not (planned or before.endswith(doer)) or statement.head[0] - statement.start < 3:
        return None
    return doer if doer.endswith("s") else f"{'an' if doer[0] in 'aeiou' else 'a'} {doer}"


def _written(before: str, arguments: list[Argument]) -> str | None:
    """The subject as it stands before the verb, without what leads up to it; None where nothing stands there."""
    text = IN_WHICH.sub("", CLAUSE_BEFORE.split(ASIDE.sub("", " ".join(before.split())))[-1])
    places = [text.find(one.text) for one in arguments if one.text in text]
    at = min(places, default=len(text))
    lead = text.rfind(", ", 0, at)
    if lead > 0 and not places:
        lead = text.find(", ")
    first = text.split()[0].strip("“\"',").lower() if text else ""
    if lead > 0 and (places or first in LEADING or first.endswith("ing")):
        text = text[lead + 2 :]
    text = SUBORDINATE.split(text)[-1]
    words = text.split(" — ")[0].split(" – ")[0].split()
    while words and words[0].lower().strip('“"') in LINKING:
        words = words[1:]
    if len(words) > 1 and words[-1].lower() in RELATIVE:
        words = words[:-1]
    text = DAY_LEFT.sub("", " ".join(words).strip(' “”"—–-'))
    return (text[:-1] if text.count(",") == 1 and text.endswith(",") else text) or None


def _meant(pronoun: str, statement: Statement, arguments: list[Argument], named: Named) -> str | None:
    """Whom a pronoun means; None where nobody can tell."""
    if pronoun == "i":
        return statement.attributed_to
    if pronoun in OF_SPEAKER:
        return None
    return next((name for one in arguments if (name := named(one)) is not None), None)


def _by_name(telling: Telling, statement: Statement, arguments: list[Argument], named: Named) -> str | None:
    """The subjects by what they are called, with the article or possessive that they have in the sentence."""
    texts = []
    for one in arguments[:3]:
        if one.text.lower() in PRONOUNS:
            name = _meant(one.text.lower(), statement, [one], named)
            if name is None:
                return None
            texts.append(name)
            continue
        texts.append(determined(one.text, telling))
    return " and ".join(texts) or None


def determined(words: str, telling: Telling) -> str:
    """The words with what determines them in the sentence: "White House" to "the White House"."""
    at = telling.text.find(words)
    while at > 0 and not telling.text[at - 1].isspace() and telling.text[at - 1] not in "“(\"'‘-—":
        at, words = at - 1, telling.text[at - 1] + words
    hit = DETERMINED.search(telling.text[:at]) if at > 0 else None
    if hit and not hit.group().startswith(("’", "'")):
        return lowered(" ".join((hit.group() + words).split()), telling)
    return lowered(words, telling) if words[:1].isupper() or words.endswith("s") else f"the {words}"


def lowered(words: str, telling: Telling) -> str:
    """The words as they stand inside a sentence: a capital stays with names alone."""
    first, second = [*words.split(), "", ""][:2]
    bare = first.strip("“\"'(,")
    if bare.lower() in COMMON or (
        bare.istitle()
        and not second[:1].isupper()
        and not content_words(bare) & telling.names
        and telling.text.lstrip("“\"'(").startswith(bare)
    ):
        return words[:1].lower() + words[1:]
    return words


# ------------------------------------------------------------------ what follows


def _rest(text: str, start: int, end: int, without: Span | None, base: int) -> str | None:
    """What follows the verb, without the words of a span; None where a speaker speaks of himself in it."""
    rest = text[start:end]
    if without is not None:
        rest = text[start : max(start, without[0] - base)] + " " + text[min(end, without[1] - base) : end]
    rest = clipped(unquoted(" ".join(rest.split())))
    return None if (OWNED | OF_SPEAKER) & set(rest.lower().split()) else rest


def unquoted(words: str) -> str:
    """The words without quotation marks that have no partner in them."""
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    return words.replace('"', "") if words.count('"') % 2 else words


def clipped(words: str, most: int = 90, parts: bool = True) -> str:
    """The words, cut where they are long: at the end of a part (with `parts`) or at a word."""
    words = AIRED.sub(r"\1", words).strip(" ,;:—–-.")
    words = DANGLING.sub("", words)
    words = words[:-2] + words[-1] if words.endswith((".”", ",”", '."', ',"')) else words
    if len(words) <= most:
        return words
    cut = max(words.rfind(mark, most // 3, most) for mark in (", ", "; ", " — ", " – ", ": ")) if parts else -1
    kept = words[:cut] if cut > 0 else OPEN_END.sub("", words[: words.rfind(" ", 0, most)])
    return unquoted(kept.strip(" ,;:—–-"))
