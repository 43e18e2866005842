"""Feeds as the common systems write them: what is stored of an entry of each, and what is left to the page."""

from __future__ import annotations

import json

from twosource.loading import feeds

URL = "https://ledger.example/feed/"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def stored(feed: str) -> list[tuple[str | None, dict[str, object]]]:
    read = feeds.read(feed.strip().encode(), URL, {"content-type": "application/rss+xml; charset=UTF-8"})
    assert read.left == 0
    return [(entry.url, json.loads(entry.as_json())) for entry in read.entries]


def rss(channel: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}><channel>{channel}</channel></rss>'


def test_wordpress() -> None:
    """The page's address is the link, never the guid (`?p=`), the feed itself or the comments."""
    feed = rss("""
        <title>Harbor Ledger</title>
        <atom:link href="https://ledger.example/feed/" rel="self" type="application/rss+xml" />
        <link>https://ledger.example</link><lastBuildDate>Thu, 17 Apr 2025 10:00:00 +0000</lastBuildDate>
        <language>en-US</language><generator>https://wordpress.org/?v=6.5.2</generator>
        <image><url>https://ledger.example/icon.png</url><title>Harbor Ledger</title>
        <link>https://ledger.example</link></image>
        <item><title>Mayor&#8217;s ferry plan &#038; its cost</title>
        <link>https://ledger.example/2025/04/17/ferry-plan-cost/</link>
        <comments>https://ledger.example/2025/04/17/ferry-plan-cost/#respond</comments>
        <dc:creator><![CDATA[Ada Lindqvist]]></dc:creator><pubDate>Thu, 17 Apr 2025 09:30:00 +0000</pubDate>
        <category><![CDATA[Harbour]]></category><category><![CDATA[Council]]></category>
        <guid isPermaLink="false">https://ledger.example/?p=4711</guid>
        <description><![CDATA[<p>The mayor&#8217;s plan [&#8230;]</p>]]></description>
        <content:encoded><![CDATA[<p>The plan costs 4 million.</p><p>The post
        <a href="https://ledger.example/">Ferry plan</a> appeared first on Harbor Ledger.</p>]]></content:encoded>
        <wfw:commentRss>https://ledger.example/2025/04/17/ferry-plan-cost/feed/</wfw:commentRss>
        <slash:comments>3</slash:comments></item>
    """)
    assert stored(feed) == [
        (
            "https://ledger.example/2025/04/17/ferry-plan-cost/",
            {
                "title": "Mayor’s ferry plan & its cost",
                "published": "2025-04-17T09:30:00+00:00",
                "by": ["Ada Lindqvist"],
                "id": "https://ledger.example/?p=4711",
            },
        )
    ]


def test_wordpress_with_several_authors() -> None:
    """A plug-in for several authors writes one creator each; a blank one is no author."""
    feed = rss("""
        <title>Ledger</title><item><title>Ferry</title><link>https://ledger.example/ferry/</link>
        <dc:creator><![CDATA[Ada Lindqvist]]></dc:creator><dc:creator><![CDATA[Bo Ek]]></dc:creator>
        <dc:creator><![CDATA[ ]]></dc:creator></item>
    """)
    [(_, stated)] = stored(feed)
    assert stated["by"] == ["Ada Lindqvist", "Bo Ek"]


def test_substack() -> None:
    """The title stands in CDATA, the guid is the address and says that it is none; a picture is no page."""
    feed = rss("""
        <title><![CDATA[The Valley Letter]]></title><link>https://valley.example</link>
        <generator>Substack</generator><language><![CDATA[en]]></language>
        <webMaster><![CDATA[valley@substack.example]]></webMaster>
        <itunes:owner><itunes:email><![CDATA[valley@substack.example]]></itunes:email>
        <itunes:name><![CDATA[Cy Dale]]></itunes:name></itunes:owner>
        <itunes:author><![CDATA[Cy Dale]]></itunes:author>
        <item><title><![CDATA[Who pays for the dam & why]]></title>
        <description><![CDATA[A letter about money]]></description>
        <link>https://valley.example/p/who-pays-for-the-dam</link>
        <guid isPermaLink="false">https://valley.example/p/who-pays-for-the-dam</guid>
        <dc:creator><![CDATA[Cy Dale]]></dc:creator><pubDate>Wed, 16 Apr 2025 06:00:41 GMT</pubDate>
        <enclosure url="https://cdn.example/image/dam.jpeg" length="0" type="image/jpeg"/>
        <content:encoded><![CDATA[<div><a href="https://valley.example/subscribe">Subscribe now</a></div>]]>
        </content:encoded></item>
    """)
    assert stored(feed) == [
        (
            "https://valley.example/p/who-pays-for-the-dam",
            {
                "title": "Who pays for the dam & why",
                "published": "2025-04-16T06:00:41+00:00",
                "by": ["Cy Dale"],
                "id": "https://valley.example/p/who-pays-for-the-dam",
            },
        )
    ]


def test_ghost() -> None:
    """The id is a number of the database; pictures stand in `media:content` with titles and credits of their own."""
    feed = rss("""
        <title><![CDATA[Quay Notes]]></title><link>https://quay.example/</link>
        <image><url>https://quay.example/favicon.png</url><title>Quay Notes</title>
        <link>https://quay.example/</link></image><generator>Ghost 5.82</generator>
        <atom:link href="https://quay.example/rss/" rel="self" type="application/rss+xml"/><ttl>60</ttl>
        <item><title><![CDATA[Two cranes fall]]></title><description><![CDATA[On the quay]]></description>
        <link>https://quay.example/two-cranes-fall/</link>
        <guid isPermaLink="false">661f9b2d8a1c4e0001a2b3c4</guid>
        <category><![CDATA[News]]></category><dc:creator><![CDATA[Dina Roe]]></dc:creator>
        <pubDate>Thu, 17 Apr 2025 05:12:09 GMT</pubDate>
        <media:content url="https://quay.example/content/crane.jpg" medium="image">
        <media:title>A crane</media:title><media:credit>Ed Poe</media:credit></media:content>
        <content:encoded><![CDATA[<img src="https://quay.example/content/crane.jpg"><p>Two cranes fell.</p>]]>
        </content:encoded></item>
    """)
    assert stored(feed) == [
        (
            "https://quay.example/two-cranes-fall/",
            {
                "title": "Two cranes fall",
                "published": "2025-04-17T05:12:09+00:00",
                "by": ["Dina Roe"],
                "id": "661f9b2d8a1c4e0001a2b3c4",
            },
        )
    ]


def test_drupal() -> None:
    """The guid is a number "at" the site, links are relative, and the title is an escaped link to the page."""
    feed = rss("""
        <title>News</title><link>https://council.example/</link><description/><language>en</language>
        <item><title>&lt;a href="/node/812" hreflang="en"&gt;Bridge &amp;amp; road close&lt;/a&gt;</title>
        <link>/news/bridge-closes</link>
        <description>&lt;span property="schema:name"&gt;Bridge closes&lt;/span&gt;</description>
        <pubDate>Thu, 17 Apr 2025 07:00:00 +0200</pubDate><dc:creator>press.office</dc:creator>
        <guid isPermaLink="false">812 at https://council.example</guid>
        <comments>https://council.example/news/bridge-closes#comments</comments></item>
    """)
    assert stored(feed) == [
        (
            "https://ledger.example/news/bridge-closes",
            {
                "title": "Bridge & road close",
                "published": "2025-04-17T07:00:00+02:00",
                "by": ["press.office"],
                "id": "812 at https://council.example",
            },
        )
    ]


def test_atom_by_hand() -> None:
    """Many links, of which the alternate is the page; who signs the feed signs its entries; a title of markup."""
    feed = """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://mill.example/news/">
        <title type="text">Mill News</title><id>tag:mill.example,2025:news</id>
        <link rel="self" href="feed.atom"/><link href="./"/><updated>2025-04-17T10:00:00Z</updated>
        <author><name>Gil Moor</name><email>gil@mill.example</email><uri>https://mill.example/gil</uri></author>
        <entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Mill <em>burns</em> again</div></title>
        <id>tag:mill.example,2025:1</id><link rel="enclosure" type="image/png" href="mill.png"/>
        <link rel="replies" href="1/replies"/><link rel="self" href="1.atom"/>
        <link rel="alternate" type="text/html" href="1.html"/><link rel="edit" href="1/edit"/>
        <published>2025-04-17T08:00:00.250Z</published><updated>2025-04-17T09:00:00+01:00</updated>
        <summary>A fire</summary></entry>
        <entry><title>Weir</title><id>tag:mill.example,2025:2</id><link href="../weir/"/>
        <author><name>Hana Lee</name></author><contributor><name>Ian Fox</name></contributor>
        <updated>2025-04-16T09:00:00Z</updated>
        <source><id>https://weir.example/feed</id><title>Weir Watch</title></source></entry></feed>
    """
    assert stored(feed) == [
        (
            "https://mill.example/news/1.html",
            {
                "title": "Mill burns again",
                "published": "2025-04-17T08:00:00.250000+00:00",
                "updated": "2025-04-17T09:00:00+01:00",
                "by": ["Gil Moor"],
                "id": "tag:mill.example,2025:1",
            },
        ),
        (
            "https://mill.example/weir/",
            {
                "title": "Weir",
                "updated": "2025-04-16T09:00:00+00:00",
                "by": ["Hana Lee"],
                "id": "tag:mill.example,2025:2",
                "publisher": "Weir Watch",
            },
        ),
    ]


def test_a_feed_passed_through_a_counter_of_clicks() -> None:
    """The link leads through the counter; the page's own address stands beside it."""
    feed = rss("""
        <title>Ledger</title><item><title>Ferry</title><link>https://clicks.example/~r/ledger/~3/x1/ferry</link>
        <feedburner:origLink>https://ledger.example/news/ferry</feedburner:origLink></item>
    """)
    assert stored(feed) == [("https://ledger.example/news/ferry", {"title": "Ferry"})]


def test_without_a_link_a_guid_that_is_an_address_is_the_page() -> None:
    feed = rss("""
        <title>Ledger</title><item><title>Ferry</title><guid>https://ledger.example/news/ferry</guid></item>
        <item><title>Weir</title><guid isPermaLink="false">weir-1</guid></item>
        <item><title>Mill</title><link>https://ledger.example/news/mill</link>
        <atom:link rel="self" href="https://ledger.example/news/mill.xml"/></item>
    """)
    assert [url for url, _ in stored(feed)] == [
        "https://ledger.example/news/ferry",
        None,
        "https://ledger.example/news/mill",
    ]


def test_a_sign_in_a_title_that_is_no_markup_stays() -> None:
    feed = rss("<title>Ledger</title><item><title>Is 3 &lt; 4? &lt;b&gt;Yes&lt;/b&gt;</title><link>/a</link></item>")
    assert stored(feed)[0][1]["title"] == "Is 3 < 4? Yes"


def test_an_entry_passed_on_is_not_signed_by_the_feed_that_passes_it_on() -> None:
    feed = """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title><id>urn:p</id>
        <author><name>Gil Moor</name></author>
        <entry><title>Weir</title><id>urn:1</id><link href="https://weir.example/1"/>
        <source><title>Weir Watch</title></source></entry></feed>
    """
    [(_, stated)] = stored(feed)
    assert (stated.get("by"), stated["publisher"]) == (None, "Weir Watch")
