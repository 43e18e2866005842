"""The table of line patterns: what a single line of a news page is, told from its words alone.

Belongs here: one row per rule. Does not: rules that need the neighbours of a line (see `text`) or markup (see `html`).
"""

# ruff: noqa: E501  (one row of the table is one line, whatever its length)
from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from twosource.cleaning.rules.index import Index
from twosource.cleaning.scoring import WITHIN_SENTENCE_END
from twosource.newsroom.agencies import of_pictures
from twosource.newsroom.credits import line_forms
from twosource.newsroom.forms import NAME


@dataclass(frozen=True, slots=True)
class LineRule:
    """A line that matches `pattern` as a whole has `role`. `opens`: the lines after it belong to it (a list's heading)."""

    name: str
    role: str
    pattern: re.Pattern[str]
    example: str
    opens: bool = False


def row(name: str, role: str, pattern: str, example: str, opens: bool = False) -> LineRule:
    """A row of the table; case does not matter unless the pattern says `(?-i:…)`."""
    return LineRule(name, role, re.compile(pattern, re.IGNORECASE), example, opens)


PICTURE_AGENCY = of_pictures()
WHEN = r"(?!(?:the )?\d{1,2}(?:st|nd|rd|th)?[ .:/-]+(?:\d|of\b|[ap]\.?m\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{4}\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)"
"""What follows is no day or hour: "published on Monday" tells when, "published on Politico" where."""
PLACE = rf"(?:the )?(?:{NAME}|[a-z0-9-]{{2,40}}(?:\.[a-z0-9-]{{2,30}}){{1,3}})"
"""An outlet by its name or its domain."""

TRANSCRIPT = (
    row("bracketed_marker", "transcript_marker",
        r"[\[(<](?:anchor|report|reporter|interview|studio|vcr|lead|package|narration|closing|opening|ending)(?: lead| remarks?)?[\])>]", "[Anchor]"),
    row("bracketed_turn", "speaker_turn", r"\[[^\[\]:\"“]{2,160}: ?[\"“‘'(][^\[\]]{1,3000}\]", '[Jane Roe/Minister: "We wait."]'),
    row("sign_off_reporting", "sign_off", rf"(?:this is|i['’]m) {NAME},? (?:reporting|live)\b[^.!?]{{0,80}}[.!]?", "This is Jane Roe reporting for Channel 9 from Oslo."),
    row("sign_off_outlet", "sign_off", rf"(?:this is|i['’]m|for) {NAME},? (?:for|with|of|at|in) {NAME}(?:,? (?:in|from|at) {NAME})?[.!]?", "I'm Jane Roe for Channel Nine in Oslo."),
)  # fmt: skip

FRAME = (
    row("station_date", "published", r"date \d{4}-\d{2}-\d{2}(?: .{1,40})?", "date 2024-02-03 Evening 7"),
    row("staff_report", "byline", r"(?:from |by )?(?:our )?staff(?: and (?:news )?(?:wire|agency))? reports?", "Staff and wire reports"),
    row("byline_staff", "byline", r"by (?:our )?(?:staff (?:writers?|reporters?)|correspondents?|newsroom|editors?|news desk)", "By Staff Writer"),
    row("byline", "byline", rf"(?:written |reported |reporting |story )?by:? {NAME}(?:(?:,| and| &) {NAME}){{0,5}}(?:(?: \||,| [-–—]) .{{1,60}})?", "By Jane Roe and John Doe, Reuters"),
    row("byline_label", "byline", rf"(?:byline|by-line|authors?|autor(?:in|en)?|verfasser(?:in)?|auteurs?|reporters?|autora?): ?{NAME}(?:(?:,|;| and| &| und| et| y) {NAME}){{0,5}}", "Byline: Jane Roe and John Doe"),
    row("byline_von", "byline", rf"(?:von|par|por|door|av) {NAME}(?:(?:,| und| et| y| en| og) {NAME}){{0,4}}", "Von Erika Muster und Max Beispiel"),
    row("contact", "byline", r"(?=.{0,300}(?:\S@\S|\b\d{3}[-. ]\d{4}\b)).{2,80} (?:can|may) be (?:reached|contacted|e-?mailed)\b.{0,160}", "Jane Roe can be reached at jane@paper.example"),
    row("contact_verb", "byline", r"(?:e-?mail|contact|reach|write to)\b.{0,60}[ :]\S{1,60}@\S{3,60}(?: .{0,60})?", "Contact Jane Roe at jane@paper.example"),
    row("contact_address", "byline", r"(?:e-?mail:? )?[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,30}){1,3}", "jane@paper.example"),
    row("reading_time", "published", r"(?:reading time:? )?\d{1,3}[- ]?min(?:ute)?s?\.? ?(?:read(?:ing time)?|lesezeit)?", "4 min read"),
    row("ago", "published", r"(?:(?:updated|published|posted):? )?\d{1,3} (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?) ago(?: \d{1,3} mins? read)?", "Updated 3 hours ago"),
)  # fmt: skip

PICTURES = (
    row("credit_slash", "credit", rf"\(?(?:{NAME} ?)?[/|] ?{PICTURE_AGENCY}(?: ?/ ?{NAME})?\)?", "Jane Roe/Getty Images"),
    row("credit_slash_photo", "credit", rf"\(?{NAME} ?[/|] ?{NAME} (?:photos?|images?|pictures?|foto)\)?", "Jane Roe/Northern Wire Photo"),
    row("credit_agency", "credit", rf"[(\[©]? ?{PICTURE_AGENCY}(?: ?[/,|] ?{NAME}){{0,3}} ?[)\]]?", "REUTERS/Jane Roe"),
    row("credit_via", "credit", rf"{NAME} (?:via|for) (?:the )?{PICTURE_AGENCY}", "Jane Roe via AP"),
    row("credit_label", "credit", r"(?:(?:photo|image|picture|video|illustration|graphic|foto|bild|quelle|photograph)s?(?: credit)?(?: ?:| by\b| courtesy of\b)|©|credits?:) ?.{2,90}", "Photo: Jane Roe"),
    row("caption_label", "caption", r"(?:caption|image caption|file photo|file image|file picture)\b:? ?.{0,300}", "Image caption: The bridge before the flood"),
    row("caption_file", "caption", r".{15,400}[(\[/](?:file|file photo|handout|archive|archivbild|symbolbild)[)\]/]?.{0,60}", "The harbour in an earlier year. (File photo)"),
    row("caption_credit_end", "caption", rf".{{20,500}}[(\[|] ?(?:photo(?: by)?:? ?)?(?:{NAME} ?[/,]? ?(?:via )?)?{PICTURE_AGENCY}(?: ?/ ?{NAME})?\s?[)\]]?\.?", "Roe leaves the hall on Monday. (Photo by Ann Poe/Getty Images)"),
    row("caption_label_end", "caption", rf"(?=.{{12,360}}$)[^.!?]{{8,250}}[.!?]?\s?[\s|(–—-](?-i:Photos?|PHOTOS?|Images?|IMAGES?|Pictures?|Foto|FOTO|Fotos|Bild|Credit|CREDIT|Crédit|Imagen|Photo credit|Image credit)(?: by)?: ?[^.!?:]{{0,4}}{NAME}[^!?:]{{0,60}}\)?", "The old quay in May. Photo: R. Dane/Northern Wire"),
    row("caption_slash_end", "caption", r"(?=.{16,300}$)[^.!?]{10,240}[.!?]?\s?\((?-i:[A-Z][\w.&'’ -]{1,40}/ ?[A-Z][\w.'’ -]{1,40})\)\.?", "Roe leaves the hall (Gazette/T. Bell)"),
    row("caption_places", "caption", r"(?=.{10,250}$).*(?:, (?:far |second from |third from )?(?:left|right|cent(?:er|re)),? |\((?:left|right|l|r|c(?=\) ?(?-i:[,a-z]))|links|rechts)\)).*[^.!?\"”]", "Minister Jane Roe, left, and Mayor John Doe"),
    row("gallery", "navigation", r"(?:\d{1,3} ?(?:/|of|von) ?\d{1,3}|(?:view|see|open) (?:the )?gallery|(?:next|previous) (?:image|photo|slide)|(?:hide|show) caption|toggle caption|enlarge(?: this image)?)", "3 of 12"),
)  # fmt: skip

NOTES = (
    row("developing", "editor_note", r"this is a (?:developing|breaking)(?: news)? story\b.{0,200}", "This is a developing story and will be updated."),
    row("first_elsewhere", "syndication_note", rf"\(?this (?:story|article|report|post|piece|column|interview)(?: was| is)? (?:(?:first|originally) (?:appeared|published|posted|ran)|(?:appeared|published|posted|ran) (?:first|originally)) (?:on|in|at|by|with) {WHEN}[^!?]{{2,120}}", "This article was first published by Politico."),
    row("first_elsewhere_bare", "syndication_note", rf"\(?(?:first|originally) (?:appeared|published|posted) (?:on|in|at|by):? {WHEN}{PLACE}\)?\.?", "Originally published on Some Paper"),
    row("via", "syndication_note", rf"\(?via:? (?!(?:the )?{PICTURE_AGENCY}\b){PLACE}\)?\.?", "Via Some Paper"),
    row("changed", "editor_note", r"(?:this|the) (?:story|article|report|headline|post|piece)(?: has been| was| is being) (?:updated|corrected|amended|edited|revised|(?:first|originally) published)\b.{0,300}", "This article was amended on Friday."),
    row("machine_translation", "editor_note", r"(?:dies ist eine maschinelle übersetzung|(?:this|the) (?:article|text|story) (?:was|has been) (?:machine|automatically)[- ]translated)\b.{0,300}", "This article was automatically translated from German."),
    row("editors_note", "editor_note", r"\(?(?:editor['’]?s['’]? note|correction|clarification|korrektur|hinweis der redaktion)[: ].{0,600}", "Editor’s note: The spelling was changed."),
    row("views", "editor_note", r"(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b.{0,300}", "The views expressed here are the author's own."),
    row("work_by", "editor_note", r"\(?(?:(?:additional )?(?:reporting|writing|editing|research) by|edited by)\b.{0,250}", "Additional reporting by Jane Roe; editing by John Doe"),
    *(LineRule(form.name, form.role, pattern, form.example) for form, pattern in line_forms() if form.role),
    row("reported_from", "editor_note", rf"{NAME}(?:(?:,| and) {NAME}){{0,3}} reported (?:this story )?from {NAME}(?:(?:,|,? and) {NAME} (?:reported )?(?:from|in) {NAME}){{0,4}}\.?", "Roe reported from Oslo and Doe from Bergen."),
    row("appeared_first", "syndication_note", rf"(?:the post .{{1,200}}|this (?:story|article|post|piece)(?: was)?) (?:(?:originally|first) )?(?:appeared|published)(?: first| originally)? (?:on|in|at|by) {WHEN}.{{1,120}}", "The post A Title appeared first on Some Blog."),
    row("republished", "syndication_note", r"(?:this (?:story|article) (?:is|was) )?(?:republished|reprinted|syndicated) (?:from|with permission).{0,160}", "Republished from another site with permission"),
    row("auto_feed", "syndication_note", r"\(?(?:with the exception of the headline|except for the headline).{0,250}", "Except for the headline, this story is from a syndicated feed."),
    row("bare_domain", "syndication_note", r"(?:source:? )?(?:https?://)?(?:www\.)?[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20})?\.(?:com|net|org|info|jp|co\.uk|eu|de|news)/?|(?-i:(?:www\.)?[a-z0-9-]{3,40}\.[a-z]{3,10})", "SomeReposter.com"),
    row("source_label", "syndication_note", r"(?:source|quelle|fuente): ?.{2,60}", "Source: Some Paper"),
)  # fmt: skip

PROMOTION = (
    row("advertisement", "promo", r"(?:[-–— ]*)(?:story continues below |article continues (?:after|below) (?:this )?|scroll to continue with )?(?:advertisements?|ad|ads|anzeige|werbung|publicidad|publicité|pubblicità|advertentie|sponsored(?: content)?|promoted|report this ad|reklame|annons|advertise(?: here| with us)?)(?: feedback)?(?:[-–— :]*)", "Advertisement"),
    row("newsletter", "promo", r"(?:sign up|subscribe|register|anmelden|get our|receive our|enter your e-?mail)\b.{0,200}\b(?:newsletters?|inbox|e-?mails?|alerts?|updates|briefing|digest)\b.{0,120}", "Sign up for our morning newsletter"),
    row("newsletter_you", "promo", r"(?=.{0,300}\bnewsletter)[^\"“„‘].{0,200}\b(?:sign up|subscribe|you|your|sie|dir|dich|ihnen)\b.{0,300}", "Our newsletter brings you the news of the week every Friday."),
    row("newsletter_bare", "promo", r"(?:(?:our |the |e-?mail )?newsletters?|newsletter (?:abonnieren|sign-?up)|don['’]t miss (?:a|out|our).{0,80})", "Newsletters"),
    row("newsletter_inbox", "promo", r"(?:get|receive|have)\b.{3,80}\b(?:in|to) your (?:in-?box|e-?mail)\b.{0,100}|enter your e-?mail(?: address)?", "Get the harbour news in your inbox"),
    row("subscribe", "promo", r"(?:subscribe|become a (?:member|subscriber)|start your (?:free )?trial|jetzt abonnieren|suscríbete|s['’]abonner)(?: .{0,60})?", "Subscribe now"),
    row("app", "promo", r"(?:download|get|install) (?:the|our) .{0,30}\bapp\b.{0,100}", "Download our free app for the latest"),
    row("donate", "promo", r"(?:donate|(?:please )?(?:consider )?(?:support(?:ing)? (?:us|our|independent)|making a (?:donation|contribution))|make a (?:gift|donation)|contribute now)\b.{0,200}", "Donate to keep us going"),
    row("give", "promo", r"(?:give|donate) (?:now|today|monthly|what you can)\b[:!., ].{0,200}", "Give now: 10 euros buy a blanket."),
    row("follow", "promo", r"(?:follow|like|join|find|watch|folgen sie) (?:us|our|@\w+|uns)\b.{0,140}", "Follow us on Facebook"),
    row("follow_author", "promo", rf"follow {NAME} on .{{3,40}}", "Follow Jane Roe on Twitter"),
    row("add_google", "promo", r"(?:add|make) .{2,40} (?:as )?(?:a |your )?(?:preferred|trusted) source.{0,40}", "Add Us as a preferred source on Google"),
    row("tip", "promo", r"(?:got|have) a (?:news )?tip\b.{0,160}", "Got a tip? Write to us."),
)  # fmt: skip

LISTS = (
    row("ranking_heading", "ranking", r"(?:.{1,30} )?(?:popular articles?|access ranking|most[- ](?:read|popular|viewed|shared|commented|watched|recent)|meistgelesen(?:e artikel)?|am meisten gelesen|lo más leído|les plus lus|trending(?: now| stories| videos)?|top (?:stories|news|videos)|latest(?: news| stories| articles| videos)?|popular(?: now| stories| posts| on .{2,20})?|editor['’]?s['’]? (?:picks?|choice)|neueste(?: artikel)?|ranking)(?: (?:in|on|from) .{2,30})?:?", "MOST READ", True),
    row("ranking_heading_ja", "ranking", r"[【［\[■]?(?:アクセス|記事)?ランキング[】］\]]?|[【［\[■]?よく読まれている(?:記事|ニュース)[】］\]]?", "アクセスランキング", True),
    row("related_heading_ja", "related", r"[【［\[■]?(?:あわせて読みたい|関連(?:記事|ニュース|リンク)|おすすめ(?:記事)?|こちらもおすすめ)[】］\]]?", "【関連記事】", True),
    row("related_heading", "related", r"(?:related(?: .{0,20})?|more (?:on this|on|from|in|like|stories|news|about|to (?:read|explore))\b.{0,40}|(?:you (?:may|might) (?:also )?(?:like|be interested in)|recommended|read next|what to read next|up next|our readers read next|don['’]t miss|also on .{2,20}|see also|further reading|in case you missed it|around the web|from the web|mehr (?:zum|zu|aus|von|lesen)\b.{0,40}|lesen sie (?:auch|mehr)(?: zum thema)?|weitere (?:artikel|themen|nachrichten|meldungen)|verwandte (?:artikel|themen)|das könnte sie auch interessieren|auch interessant|zum thema|(?:other|more)(?: \w+)? (?:columns|columnists|articles|stories|news|reports)|otr[ao]s (?:noticias|columnas|artículos)|autres articles|altri articoli|weitere kolumnen|más (?:información|noticias)|lire aussi|à lire aussi|leggi anche|lees ook|les også))(?: (?:for you|stories|articles|news|videos|topics))?:?", "Related stories", True),
    row("read_more", "related", r"(?:read|see|watch|listen|lesen sie|lies|leer|ver|lire|leggi|les|lees)(?: more| also| next| on| now| here| auch| mehr| también| aussi| anche| også| ook| full (?:story|article))?\s?[:>»|→-].{2,250}", "READ MORE: Bridge opens again"),
    row("read_more_bare", "related", r"(?:(?:click here|continue|keep|tap)(?: to)? (?:read(?:ing)?|see|view|watch)|read (?:more|full (?:story|article)|the full story|on)|learn more|see (?:more|all)|view (?:more|all|comments)|watch (?:now|live|more|the video|the latest)|show (?:more|less|all)|load more|weiterlesen|mehr (?:lesen|anzeigen|laden)|zum artikel|leer más|lire la suite)\b.{0,60}", "Continue reading"),
    row("tagged_link", "related", r"[^\[\]]{15,200} ?\[(?-i:[A-Z][A-Z ]{3,20})\]\|?", "Harbour talks: What the two sides want [INSIGHT]"),
    row("also_read", "related", r"(?:related(?: (?:stor(?:y|ies)|articles?|news|coverage|reading))?|also read|read also|must[- ]read|also see|see also|(?:more|read) on this|don['’]t miss|you may also like|lesen sie auch|lesetipp|mehr dazu|auch lesen|auch interessant|lire aussi|à lire(?: aussi)?|voir aussi|leggi anche|lee(?:r)? (?:también|además)|lea (?:también|además)|te puede interesar|también puedes leer|(?:leia|veja|leia também|veja também)(?: mais| também)?|lees ook|les også|læs også|läs (?:också|även|mer)|lue myös|czytaj (?:też|także|również|więcej)|zobacz (?:też|także|również)|čtěte (?:také|též)|pročitajte (?:i|još)|citește și|olvassa el|читайте (?:также|ещё|еще)|смотрите также|baca juga|simak juga|(?:bunu da|ayrıca) oku\w*|ilgili haber|xem thêm|đọc thêm|διαβάστε (?:επίσης|ακόμη)|اقرأ (?:أيضا|أيضاً|ايضا|المزيد)|بیشتر بخوانید|関連(?:記事|ニュース)|相关(?:阅读|新闻|报道)|延伸閱讀|관련\s?(?:기사|뉴스)|이 시각 뉴스)\s?[:：>»|→–—▶-]\s?.{2,250}", "Also read: Bridge opens again"),
    row("also_read_bare", "related", r"(?:also read|read also|lesen sie auch|lire aussi|leggi anche|lea también|te puede interesar|leia também|veja também|lees ook|les også|læs også|läs också|czytaj (?:też|także)|читайте также|baca juga|xem thêm)\b[^.!?]{4,160}", "Lire aussi Le pont rouvre"),
    row("arrow_link", "related", r"(?:>>|»|→|➡|►|▶) ?[^\s»].{4,200}", ">> Here you find all dates of the year"),
    row("label_list", "navigation", r"(?:tags?|topics?|themen|schlagwörter|keywords|filed under|categories|category|sections?|in this story|explore more on these topics|read more about|mentioned in this article|related (?:tags|topics|countries|people))(?::.{0,200})?", "Tags: bridges, floods"),
    row("comment_head", "comment", r"(?:posted by )?.{2,40}? (?:on .{6,40} )?(?:said|says|wrote|commented):", "Jan Doe on May 5, 2031 at 6:34 am said:"),
    row("comment_rules", "comment", r"(?:(?:comments|replies|letters|posts|kommentare|beiträge|los (?:textos|comentarios)|les commentaires|i commenti|os comentários)\b.{0,60}\b(?:moderated|opinions? of (?:the |our )?readers|not (?:those |that )?of|freigeschaltet|moderiert|opini[oó]n(?:es)? de (?:los|sus) (?:lectores|autores)|modérés|moderati|responsabilidade)|(?:(?:we|the editors) (?:do not (?:publish|accept|allow)|reserve the right)|no se (?:admiten|permiten|publicarán)|(?:nos|se) reserva(?:mos|n)? el derecho|wir behalten uns (?:das recht )?vor|nous nous réservons le droit|ci riserviamo il diritto|(?:bitte )?(?:beachten sie|halten sie sich an) (?:unsere|die) netiquette|please (?:keep|be) (?:your comments )?(?:civil|respectful|polite))\b).{0,300}", "Comments are moderated before they appear."),
    row("comments_heading", "comment", r"(?:\d{1,5} |view |show |read |see |post (?:a )?|leave (?:a )?|add (?:a )?|write (?:a )?|all |join the )?(?:comments?|reply|replies|conversation|discussion|kommentare?|comentarios|commentaires|commenti|reacties)(?: \(?\d{0,5}\)?)?(?: section| policy| here| below| are closed| schreiben| lesen| anzeigen)?:?", "12 comments", True),
)  # fmt: skip

FURNITURE = (
    row("share", "navigation", r"(?:click to )?(?:share|teilen|compartir|partager|condividi|e-?mail|print|save|drucken|merken|bookmark|tweet|pin it|flip|send|copy|cite)(?:d)?(?: (?:this|on|via|by|it|the|link|page|article|story|to|with|auf|per|with friends|options?|full article|tools)\b.{0,60}|\d{0,5})?", "Share on Facebook"),
    row("link_copied", "navigation", r"(?:copy )?link (?:copied|kopiert|kopieren).{0,30}", "Link copied!"),
    row("network", "navigation", r"(?:(?:facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|telegram|e-?mail|instagram|youtube|flipboard|bluesky|threads|messenger|pocket|xing|rss|tiktok|google\+?|tumblr|line|print|mail|pinboard|copy link|sms|viber|vk|digg|snapchat)(?:[ ,|/]+|$)){1,12}", "Facebook Twitter"),
    row("menu", "navigation", r"(?:menu|menü|home|homepage|startseite|search(?: for:?)?|suche|close|schließen|skip to .{2,40}|zum .{2,30} springen.{0,200}|back to top|nach oben|open (?:menu|navigation).{0,30}|toggle .{2,30}|sections|navigation|next|previous|zurück|weiter|log ?in|sign ?in|log ?out|register|anmelden|my account|mein konto|e-?paper|live|watch live|listen|play|pause|(?:video|audio)(?: player)?|loading\W{0,4}|edition:? ?.{0,20}|exclusive|breaking(?: news)?|follow(?:ing)?|merkliste|abo|please wait|submit|ok|yes|no|cancel)", "Skip to main content"),
    row("listen", "navigation", r"(?:listen to (?:this )?(?:article|story)|artikel (?:anhören|vorlesen|hören)|vorlesen|hear this story|audio version|play audio|(?:your browser does not support|this video (?:is|can)|video unavailable|an error occurred).{0,140}).{0,40}", "Listen to this article"),
    row("placeholder", "navigation", r"(?:article|story) content(?: continued)?|(?:content|story|article) continues below", "Article content"),
    row("standards", "legal", r"(?:our|editorial) standards:? .{0,120}", "Our Standards: The Principles of the House"),
    row("post_signature", "other", r"[—–-] ?.{2,60} \(@\w{2,20}\).{0,40}", "— Ada Brook (@adabrook) May 5, 2031"),
    row("post_link", "other", r".{0,500}\b(?:t\.co|pic\.(?:twitter|x)\.com)/\w+.{0,60}", "What a day at the harbour pic.twitter.com/abc"),
    row("terms", "legal", r"(?:terms(?: (?:of|and|&) (?:use|service|conditions))?|privacy(?: (?:policy|notice|settings|statement|center))?|cookie (?:policy|settings|notice|preferences)|impressum|datenschutz(?:erklärung)?|agb|nutzungsbedingungen|contact(?: us)?|kontakt|about(?: us)?|über uns|advertise(?: with us)?|careers|jobs|accessibility|sitemap|help|faq|do not (?:sell|share) .{3,60}|ad choices|imprint|mediadaten)(?: [|•·].{0,200})?", "Privacy Policy"),
    row("copyright", "legal", r"\(?(?:©|\(c\)|copyright\b)(?:.{0,120}|(?=.{0,400}\b(?:rights|reserved|reproduc\w*|redistribut\w*|permission|published|licen[cs]e\w*|terms|rechte|reservados|réservés|riservati)\b).{0,400})|(?:all rights reserved|alle rechte vorbehalten|.{1,120}\ball rights reserved\b).{0,400}", "Copyright 2024 Some Paper"),
    row("no_reproduction", "legal", r".{0,120}\b(?:no reproduction|reproduction (?:is )?(?:prohibited|forbidden))\b.{0,120}", "Some Paper Ltd. No reproduction without permission."),
    row("cookies", "legal", r"(?=.{0,300}\b(?:cookies?|personal data|consent|reCAPTCHA|datenschutz\w*|tracking)\b)(?:we (?:use|value|and our|care)|(?:this|our|the) (?:web)?site|by (?:continuing|clicking|using|signing|submitting)|wir (?:verwenden|nutzen|benötigen)|diese website|an dieser stelle|hier(?: finden)?|mit ihrer|zur anzeige|to (?:view|show|display)|before you continue|i (?:agree|have read|accept)|ich (?:bin|habe|stimme)).{5,1200}", "We use cookies to improve this site."),
    row("embedded", "legal", r"(?:(?:hier|an dieser stelle) (?:finden sie|steht|befindet sich|wird) .{0,60}(?:extern|eingebunden|redaktionell)\w*.{0,200}|.{0,40}externe[rn]? inhalte?\b.{0,200}|this (?:content|embed|post) (?:is not|isn['’]t|could not).{0,150}|externer inhalt.{0,60})", "Hier finden Sie einen externen Inhalt von einer Plattform."),
    row("no_part", "legal", r"(?:this material|no part of this|content may not|reproduction).{0,60}(?:may not be|reproduced|published|broadcast|prohibited|verboten).{0,200}", "This material may not be published or broadcast."),
    row("paywall_continue", "paywall", r"(?:to (?:continue|keep|read)|subscribe to (?:continue|read|unlock)|log in to|sign in to|register to|weiterlesen mit|create (?:a|an) (?:free )?account).{0,40}(?:read(?:ing)?|article|story|account|abo|plus|access|unlock)\b.{0,160}", "To continue reading, log in."),
    row("paywall_part", "paywall", r"(?:read on with|weiterlesen mit|unlock (?:this|the full)|(?:this|the full) (?:article|story|text|report) is (?:part of|included in|reserved for|exclusive to|for) (?=.{2,60}(?:\+|\bplus\b|premium|subscri|\bmembers?\b|\babo))|dieser (?:artikel|text|beitrag) ist (?:teil von|exklusiv)|cet article est réservé|este (?:artículo|contenido) es (?:exclusivo|solo)|contenuto riservato|questo articolo è riservato)\b.{0,300}", "This article is part of Gazette Premium."),
    row("paywall_price", "paywall", r"(?=.{0,400}\b(?:cancel|cancell?ed|kündbar|kündigen|kündigung|résili\w+|cancelar?|disdir\w+)\b)(?=.{0,400}\b(?:weeks?|months?|years?|woche|monate?n?|jahr|mois|semaine|mes|meses|año|mese)\b)(?=.{0,400}\b(?:you|your|us|sie|ihr\w*|du|vous|votre|tu|usted)\b).{0,40}(?-i:[$€£¥]|\d|[A-Z]{3} \d).{10,400}", "Only 3 crowns a month for the first year; you can cancel at any time."),
    row("paywall_access", "paywall", r"(?:get|enjoy|start|with) (?:full |unlimited |digital |instant |your )*access (?:to|for)\b.{0,300}|(?:sign|log) (?:in|up) (?:or subscribe )?to (?:read|continue|access|unlock)\b.{0,200}", "Get unlimited access to all stories."),
    row("paywall_only", "paywall", r"(?:this (?:article|content|story|page) is (?:only |exclusively )?(?:available |reserved )?(?:for|to) .{0,30}(?:subscribers|members|premium).{0,120}|already (?:a |have )(?:subscri\w+|member|an? account).{0,100}|dieser artikel ist .{0,60}(?:abonnenten|abo|plus)\b.{0,80}|sie (?:sind|haben) (?:bereits|schon) .{0,30}(?:abo\w*|konto)\b.{0,80}|artículo solo para suscriptores)", "This article is for subscribers only."),
)  # fmt: skip

LINE_RULES: Sequence[LineRule] = (*TRANSCRIPT, *FRAME, *NOTES, *PICTURES, *PROMOTION, *FURNITURE, *LISTS)
LONGEST = 3_200
"""No rule describes a longer line; the bound keeps every match short."""


OF_ENDS = frozenset(
    {
        "caption_places",
        "caption_credit_end",
        "caption_label_end",
        "caption_slash_end",
        "caption_file",
        "copyright",
        "credit_label",
        "network",
    }
)
"""Rows that read how a line opens or closes: a paragraph may open with © and close with an agency's name as well."""
FEWEST_ENDS, SHORTEST_PARAGRAPH = 3, 220
"""Sentence ends within a line, and code points of a line with one, from which it is a paragraph."""


INDEX = Index(LINE_RULES, lambda rule: rule.pattern)


def line_rule(line: str, roles: Collection[str] | None = None) -> LineRule | None:
    """The first row whose pattern is the whole line (white space folded), None when no row is.

    `roles`: rows of other roles are left out.
    """
    if roles is None:
        return _first_rule(line)
    return next((rule for rule in _matching(line) if rule.role in roles), None)


@lru_cache(maxsize=2_048)
def _first_rule(line: str) -> LineRule | None:
    """The steps of cleaning ask the same of the same line more than once."""
    return next(_matching(line), None)


def _matching(line: str) -> Iterator[LineRule]:
    if line and len(line) <= LONGEST:
        found = (rule for rule in INDEX.candidates(line) if rule.pattern.fullmatch(line))
        yield from (rule for rule in found if rule.name not in OF_ENDS or not _is_paragraph(line))


def _is_paragraph(line: str) -> bool:
    """Whether a line is a paragraph of prose, whatever it opens or closes with."""
    inner = len(WITHIN_SENTENCE_END.findall(line))
    return inner >= FEWEST_ENDS or (inner > 0 and len(line) >= SHORTEST_PARAGRAPH)
