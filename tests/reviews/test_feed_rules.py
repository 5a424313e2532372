"""
The rules that the W3C's feed validator applies, as far as they concern what is in our feeds.

Each rule is a function from a document to what breaks it, beside a change to the document that it
has to notice. The validator itself is no package: docs/decisions/0024 says which rules these are.
"""

import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import fastjsonschema
import pytest
from lxml import etree
from lxml import html as lxml_html

from recommendations.models import Recommendation
from tests.factories import make_article, make_author, make_image, make_show, make_theme

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
SUBJECTS = ["/", "/shows/solaris/", "/themes/grief/", "/authors/ada/"]
RELATIONS = {"alternate", "self", "hub", "current", "prev-archive", "next-archive"}
TAGS_OF_HTML = {
    *("a", "abbr", "blockquote", "br", "caption", "cite", "code", "em", "figcaption", "figure"),
    *("h2", "h3", "h4", "hr", "img", "li", "ol", "p", "q", "s", "small", "span", "strong", "sub"),
    *("sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
ATTRIBUTES_OF_HTML = {
    *("alt", "cite", "class", "colspan", "decoding", "dir", "height", "href", "id", "lang"),
    *("loading", "reversed", "rowspan", "scope", "sizes", "src", "srcset", "start", "title"),
    "width",
}
ADDRESS = re.compile(r"https?://[^/\s]+/[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]*")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RFC2822 = re.compile(r"\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def texts(document, path):
    return [node.text or "" for node in document.iterfind(path, NAMES)]


def bodies(document):
    return texts(document, ".//content:encoded") + texts(document, ".//atom:content")


def nodes_of_bodies(document):
    for body in bodies(document):
        yield from lxml_html.fragment_fromstring(body, create_parent="div").iterdescendants()


def no_address_is_relative_or_malformed(document):
    found = texts(document, ".//link") + texts(document, ".//url")
    found += [node.get("href") for node in document.iterfind(".//atom:link", NAMES)]
    found += [node.get("url") for node in document.iterfind(".//media:content", NAMES)]
    found += [node.get("domain") for node in document.iterfind(".//category")]
    return [address for address in found if not ADDRESS.fullmatch(address)]


def each_item_has_its_own_uuid(document):
    found = texts(document, ".//guid") + texts(document, ".//atom:entry/atom:id")
    items = len(document.findall(".//item") + document.findall(".//atom:entry", NAMES))
    return [] if len(set(found)) == items and all(map(URN.fullmatch, found)) else found


def dates_are_whole_and_their_weekdays_right(document):
    in_rss = texts(document, ".//pubDate") + texts(document, ".//lastBuildDate")
    in_atom = texts(document, ".//atom:updated") + texts(document, ".//atom:published")
    wrong = [text for text in in_rss if not RFC2822.fullmatch(text)]
    wrong += [text for text in in_atom if not RFC3339.fullmatch(text)]
    return wrong or [
        text for text in in_rss if parsedate_to_datetime(text).strftime("%a") != text[:3]
    ]


def nothing_of_the_feed_stands_behind_its_items(document):
    feed = document.find("channel") if document.tag == "rss" else document
    tags = [etree.QName(child).localname for child in feed]
    first = next((i for i, tag in enumerate(tags) if tag in {"item", "entry"}), len(tags))
    return [tag for tag in tags[first:] if tag not in {"item", "entry"}]


def nothing_that_stands_once_stands_twice(document):
    once = {"title", "description", "pubDate", "guid", "encoded", "id", "summary", "content"}
    once |= {"language", "lastBuildDate", "updated", "published", "image", "subtitle", "link"}
    wrong = []
    for parent in document.iter("channel", "item", f"{{{NAMES['atom']}}}entry"):
        plain = [child.tag for child in parent if child.tag != f"{{{NAMES['atom']}}}link"]
        names = [tag for tag in plain if etree.QName(tag).localname in once]
        wrong += [tag for tag in set(names) if names.count(tag) > 1]
    return wrong


def what_has_to_be_there_is_there(document):
    feed = document.find("channel") if document.tag == "rss" else document
    needed = ["title", "link", "description", "language", "item"]
    in_item = ["title", "link", "guid", "pubDate"]
    if document.tag != "rss":
        needed = [f"{{{NAMES['atom']}}}{name}" for name in ("title", "id", "updated", "author")]
        in_item = needed[:3]
    wrong = [name for name in needed if feed.find(name) is None or feed.find(name).text == ""]
    for item in [*feed.iterfind("item"), *feed.iterfind("atom:entry", NAMES)]:
        wrong += [name for name in in_item if not (item.findtext(name) or "").strip()]
    return wrong


def links_have_registered_relations_and_one_is_to_itself(document):
    found = [node.get("rel") for node in document.iterfind(".//atom:link", NAMES)]
    wrong = [relation for relation in found if relation not in RELATIONS]
    return wrong or ([] if found.count("self") == 1 else found)


def texts_hold_only_what_is_safe_to_show(document):
    wrong = []
    for node in nodes_of_bodies(document):
        if node.tag not in TAGS_OF_HTML:
            wrong.append(node.tag)
        wrong += [
            name
            for name in node.attrib
            if name not in ATTRIBUTES_OF_HTML and not name.startswith("data-")
        ]
    return wrong


def addresses_in_texts_are_full(document):
    found = [node.get(name) for node in nodes_of_bodies(document) for name in ("href", "src")]
    return [address for address in found if address is not None and not urlsplit(address).scheme]


def no_text_holds_controls_of_windows(document):
    found = [*document.itertext(), *(value for node in document.iter() for value in node.values())]
    return re.findall(r"[\x7f-\x9f\ufffd]", "".join(found))


def a_title_or_label_holds_no_markup(document):
    found = texts(document, ".//category") + texts(document, ".//media:description")
    found += [node.get("label") for node in document.iterfind(".//atom:category", NAMES)]
    return [text for text in found if re.search(r"</\w+>|&#?\w+;", text)]


def the_icon_is_called_as_the_feed_is(document):
    image = document.find("channel/image")
    if image is None:
        return []
    pairs = [
        (image.findtext(name), document.findtext(f"channel/{name}")) for name in ("title", "link")
    ]
    ending = image.findtext("url").endswith((".png", ".jpg", ".gif"))
    return [pair for pair in pairs if pair[0] != pair[1]] + ([] if ending else ["url"])


def descriptions_stand_before_the_text_and_are_not_the_text(document):
    wrong = []
    for item in document.iter("item"):
        tags = [child.tag for child in item]
        body = f"{{{NAMES['content']}}}encoded"
        if body in tags and tags.index("description") > tags.index(body):
            wrong.append(item.findtext("title"))
        if item.findtext("description") and item.findtext("description") == item.findtext(body):
            wrong.append("the same")
    return wrong


def media_are_of_a_kind_and_size(document):
    wrong = []
    for node in document.iterfind(".//media:content", NAMES):
        sizes = [node.get("width"), node.get("height")]
        if node.get("medium") != "image" or not all(size.isdigit() for size in sizes):
            wrong.append(node.get("url"))
        if not re.fullmatch(r"image/\w+", node.get("type")):
            wrong.append(node.get("type"))
    return wrong


def an_archive_says_where_the_feed_is(document):
    is_archive = document.find(".//fh:archive", NAMES) is not None
    relations = {node.get("rel") for node in document.iterfind(".//atom:link", NAMES)}
    return [] if is_archive == ("current" in relations) else [relations]


# Each with a change of a document's source that it has to notice.
RULES = {
    no_address_is_relative_or_malformed: (
        "<link>https://paper.example/articles",
        "<link>/articles",
    ),
    each_item_has_its_own_uuid: (r"urn:uuid:[0-9a-f-]{8}", "urn:uuid:1"),
    dates_are_whole_and_their_weekdays_right: (r"<pubDate>\w{3}", "<pubDate>Xxx"),
    nothing_of_the_feed_stands_behind_its_items: ("</channel>", "<ttl>1</ttl></channel>"),
    nothing_that_stands_once_stands_twice: ("<item>", "<item><title>x</title>"),
    what_has_to_be_there_is_there: (r"<pubDate>[^<]*</pubDate>", ""),
    links_have_registered_relations_and_one_is_to_itself: ('rel="self"', 'rel="me"'),
    texts_hold_only_what_is_safe_to_show: ("&lt;p&gt;", '&lt;p onclick="x"&gt;'),
    addresses_in_texts_are_full: ('src="https://paper.example', 'src="'),
    no_text_holds_controls_of_windows: ("Grief", "Grief\x93"),
    a_title_or_label_holds_no_markup: (r">Grief</category>", ">&lt;/b&gt;</category>"),
    the_icon_is_called_as_the_feed_is: ("<image>", "<image><title>Other</title>"),
    descriptions_stand_before_the_text_and_are_not_the_text: (
        r"<description>[^<]*</description>(<dc.*?</content:encoded>)",
        r"\1<description>x</description>",
    ),
    media_are_of_a_kind_and_size: ('(<media:content[^>]*) width="64"', r'\1 width="x"'),
    an_archive_says_where_the_feed_is: ("<item>", "<fh:archive/><item>"),
}


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"
    settings.WEBSUB_HUBS = ["https://hub.example/"]


@pytest.fixture
def paper():
    """Two articles with all that an item can hold, and one, older, with the least."""
    tags = {
        "shows": [make_show("Solaris", first_year=1972)],
        "themes": [make_theme("Grief"), make_theme("R&B & <more>")],
        "authors": [make_author("Ada"), make_author("Ben")],
    }
    body = (
        "<h2>One</h2><p>A \x93quote\x94 <a href='/x/?a=1&b=ü y'>link</a> <q cite='/q'>q</q></p>"
        "<ol reversed><li>b</li></ol><details><summary>S</summary><p>End</p></details>"
        "<table><tr><th scope=row>x</th><td colspan=2>y</td></tr></table>"
        "<p><abbr title=t>A</abbr><sup>1</sup></p>"
        "<iframe src='https://www.youtube.com/embed/abc'></iframe>"
        f"<figure data-image='{make_image(credit='C').pk}'></figure>"
    )
    fields = {"body": body, "rating": "2.5", "correction_note": "N", "standfirst": "A <b> & c"}
    one, two = (
        make_article(f"On <Solaris> & {n}", lead_image=make_image(credit="C"), **fields, **tags)
        for n in ("R&B", "more")
    )
    Recommendation.objects.update_or_create(
        source=one, target=two, defaults={"rank": 1, "score": 1}
    )
    make_article("Bare", ago=timedelta(days=70), **{name: tag[:1] for name, tag in tags.items()})
    return one


def paths(format):
    yield from (f"{subject}feed/{format}" for subject in SUBJECTS)


def faults(source):
    document = etree.fromstring(source)
    found = {rule.__name__: rule(document) for rule in RULES}
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("is_full", [True, False])
@pytest.mark.parametrize("format", ["", "atom/"])
def test_every_feed_keeps_every_rule(client, paper, settings, format, is_full):
    settings.FEED_FULL_TEXT = is_full
    archive = f"/feed/{format}until/{paper.published_at:%Y-%m-%d}/"

    for path in [*paths(format), archive]:
        assert faults(client.get(path).content) == {}, path


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_notices_what_it_is_about(client, paper, rule):
    pattern, other = RULES[rule]

    source, changes = re.subn(pattern, other, client.get("/feed/").text, count=1)

    assert changes == 1
    assert list(faults(source.encode())) == [rule.__name__]


def test_atom_keeps_to_a_grammar_of_rfc_4287(client, paper, settings):
    grammar = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
    archive = f"/feed/atom/until/{paper.published_at:%Y-%m-%d}/"

    for path in [*paths("atom/"), archive]:
        grammar.assertValid(etree.fromstring(client.get(path).content))
    settings.FEED_FULL_TEXT = False
    grammar.assertValid(etree.fromstring(client.get("/feed/atom/?anew").content))


@pytest.mark.parametrize("is_full", [True, False])
def test_json_keeps_to_a_schema_of_json_feed(client, paper, settings, is_full):
    settings.FEED_FULL_TEXT = is_full
    schema = fastjsonschema.compile(json.loads((HERE / "jsonfeed.schema.json").read_text()))
    archive = f"/feed/json/until/{paper.published_at:%Y-%m-%d}/"

    for path in [*paths("json/"), archive]:
        schema(client.get(path).json())
    for broken in ({"items": 1}, {"feed_url": "/feed/"}, {"author": {"name": "x"}}, {"icon": ""}):
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            schema(client.get("/feed/json/").json() | broken)


def test_the_list_of_feeds_keeps_the_rules_of_opml(client, paper):
    document = etree.fromstring(client.get("/feeds.opml").content)

    assert (document.tag, document.get("version")) == ("opml", "2.0")
    assert document.findtext("head/title") == "Double Feature"
    outlines = document.findall("body/outline")
    assert len(outlines) == 6
    for outline in outlines:
        assert outline.get("type") == "rss"
        assert outline.get("text") == outline.get("title") != ""
        assert ADDRESS.fullmatch(outline.get("xmlUrl"))
        assert ADDRESS.fullmatch(outline.get("htmlUrl"))


def test_a_title_with_signs_of_markup_is_spelt_by_number(client, paper):
    """Written as entities, many readers of RSS take them for markup and show nothing."""
    source = client.get("/feed/").text

    assert "<title>On &#x3C;Solaris&#x3E; &#x26; more</title>" in source
    assert "<title>On &lt;" not in source


def test_a_label_or_description_with_signs_of_markup_is_spelt_by_number(client):
    """Where nothing else in its line is, the validator warns of each sign by itself."""
    picture = make_image(alt_text="A <b> & c")
    make_article("Plain", themes=[make_theme("<more>", slug="more")], lead_image=picture)

    source = client.get("/feed/").text

    assert ">&#x3C;more&#x3E;</category>" in source
    assert ">A &#x3C;b&#x3E; &#x26; c</media:description>" in source


@pytest.mark.parametrize("is_full", [True, False])
def test_an_entry_of_atom_always_has_a_text_that_is_not_empty(client, settings, is_full):
    settings.FEED_FULL_TEXT = is_full
    make_article("Nothing but a title", body="")

    document = etree.fromstring(client.get("/feed/atom/").content)

    assert faults(client.get("/feed/atom/").content) == {}
    assert texts(document, ".//atom:content") == []
    assert texts(document, ".//atom:summary") == ["Nothing but a title"]


def test_a_feed_says_that_it_is_where_it_was_asked_for(client, paper):
    day = f"until/{paper.published_at:%Y-%m-%d}/"

    for path in [*paths(""), *paths("atom/"), f"/feed/{day}", f"/feed/atom/{day}"]:
        document = etree.fromstring(client.get(f"{path}?utm_source=list").content)
        (own,) = document.iterfind(".//atom:link[@rel='self']", NAMES)
        assert own.get("href") == f"https://paper.example{path}"
