import cProfile
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.richtext import (
    blocks,
    clean_html,
    expand_pictures,
    headings,
    image_ids,
    link_targets,
    make_absolute,
    plain_text,
    word_count,
)
from reviews.richtext.tree import inner_html, parse

TAGS = (
    *("p", "h1", "h2", "h3", "h6", "div", "section", "ul", "ol", "li", "blockquote", "q"),
    *("figure", "figcaption", "img", "iframe", "details", "summary", "a", "strong", "b", "i"),
    *("table", "tbody", "tr", "td", "th", "caption", "em", "span", "br", "hr", "pre", "code"),
    *("dl", "dt", "dd", "script", "style", "svg", "math", "template", "textarea", "select"),
    *("noscript", "title", "form"),
)
ATTRIBUTES = (
    "data-image='3'",
    "src='https://www.youtube.com/embed/a1'",
    "src=x onerror=alert(1)",
    "href='/x'",
    "href='javascript:alert(1)'",
    "id=place",
    "style='color:red'",
    "alt='what it shows'",
    "lang=cs",
)
TEXTS = ("words here", "&nbsp;", "&lt;b&gt;", "\n", "é", "<!-- note -->", "\x0b", "<", "&", "]]>")

tag_soup = st.lists(
    st.one_of(
        st.builds("<{} {}>".format, st.sampled_from(TAGS), st.sampled_from(("", *ATTRIBUTES))),
        st.builds("</{}>".format, st.sampled_from(TAGS)),
        st.sampled_from(TEXTS),
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("<p onclick='x()' style='color:red' class=MsoNormal>a</p>", "<p>a</p>"),
        ("<p><a href='javascript:alert(1)'>a</a></p>", "<p>a</p>"),
        ("<p><a href='java\tscript:alert(1)'>a</a></p>", "<p>a</p>"),
        ("<p><a href='data:text/html,x'>a</a></p>", "<p>a</p>"),
        ("<p>a<img src=x onerror=alert(1)></p>", "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg><p>a</p>", "<p>a</p>"),
        ("<p>a</p><iframe src='https://evil.example/embed/x'></iframe>", "<p>a</p>"),
        ("<p>a</p><iframe src='https://www.youtube.com/embed/x/../../y'></iframe>", "<p>a</p>"),
        ("<p>a</p><iframe src='javascript:alert(1)'></iframe>", "<p>a</p>"),
        ("<p>a</p><iframe srcdoc='<script>x</script>'></iframe>", "<p>a</p>"),
        ("<p>a\x00\x0b\ud800\ufffeb</p>", "<p>ab</p>"),
        ("<!-- note --><p>a</p>", "<p>a</p>"),
        ("<p>&nbsp;</p><p><br></p><p>a</p><h2> </h2>", "<p>a</p>"),
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<div>a<p>b</p>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<em><p>a</p></em>", "<p>a</p>"),
        ("<li>a</li>", "<p>a</p>"),
        ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<p><em lang='cs'>Ikarie</em></p>", '<p><em lang="cs">Ikarie</em></p>'),
        (
            "<figure><img src='https://x.example/a.png'><figcaption>a</figcaption></figure>",
            "<p>a</p>",
        ),
    ],
)
def test_only_what_articles_may_hold_is_kept(typed, kept):
    assert clean_html(typed) == kept


def test_a_picture_is_stored_by_its_id_with_its_words():
    typed = (
        "<figure data-image='7' class='x'><img src='/media/a.jpg' srcset='javascript:x 1w' "
        "alt='A lander' width=9><figcaption>On the <b>Moon</b></figcaption></figure>"
    )

    assert clean_html(typed) == (
        '<figure data-image="7"><img alt="A lander">'
        "<figcaption>On the <strong>Moon</strong></figcaption></figure>"
    )


@pytest.mark.parametrize("image_id", ["0", "-1", "7 ", "x", "9" * 30, "７"])
def test_a_picture_without_a_possible_id_goes(image_id):
    assert (
        clean_html(f"<p>a</p><figure data-image='{image_id}'><img alt='b'></figure>") == "<p>a</p>"
    )


def test_a_known_player_is_kept_without_cookies_and_out_of_paragraphs():
    typed = "<p>Watch <iframe src='https://www.youtube.com/embed/abc-1?start=3'></iframe> it</p>"

    assert clean_html(typed) == (
        "<p>Watch  it</p>"
        '<figure><iframe src="https://www.youtube-nocookie.com/embed/abc-1" title="Video" '
        'loading="lazy" allowfullscreen=""></iframe></figure>'
    )


def test_a_spoiler_always_has_a_summary_in_front():
    assert clean_html("<details open><p>He dies.</p><summary>The end</summary></details>") == (
        '<details class="spoiler"><summary>The end</summary><p>He dies.</p></details>'
    )
    assert clean_html("<details><p>He dies.</p></details>") == (
        '<details class="spoiler"><summary>Spoiler</summary><p>He dies.</p></details>'
    )


def test_headings_lie_below_the_headline_and_have_unique_ids():
    cleaned = clean_html("<h1>Déjà vu</h1><h2>Deja vu</h2><h6>月</h6>")

    assert cleaned == (
        '<h2 id="deja-vu">Déjà vu</h2><h2 id="deja-vu-2">Deja vu</h2><h3 id="section">月</h3>'
    )


def test_headings_skip_no_level_on_the_way_down():
    cleaned = clean_html("<h3>a</h3><h4>b</h4><h2>c</h2><h4>d</h4><h4>e</h4>")

    assert [heading.level for heading in headings(cleaned)] == [2, 3, 2, 3, 4]


def test_a_heading_keeps_its_id_when_it_is_reworded():
    stored = clean_html("<h2>The hinge</h2><h2>The end</h2>")

    reworded = clean_html(stored.replace(">The hinge", ">A surgeon’s good day"))

    assert [heading.id for heading in headings(reworded)] == ["the-hinge", "the-end"]


def test_no_heading_takes_the_id_of_a_part_of_the_page():
    root = Path(__file__).parents[2] / "templates"
    pages = [root / "base.html", *root.glob("re*/*.html")]
    ids = {
        found for page in pages for found in re.findall(r' id="([a-z0-9-]+)"', page.read_text())
    }
    body = "".join(f"<h2>{name}</h2><h2 id={name}>Typed</h2>" for name in sorted(ids))

    assert len(ids) > 5
    assert {heading.id for heading in headings(clean_html(body))} & ids == set()


@pytest.mark.parametrize("piece", ["<p>a<hr>", "<h2>a</h2>", "<a>y</a>", "<b>x", "<div>a<p>b</p>"])
def test_cleaning_grows_with_the_text_and_not_with_its_square(piece):
    def steps(count):
        cleaning = cProfile.Profile()
        cleaning.runcall(clean_html, piece * count)
        return sum(entry.callcount for entry in cleaning.getstats())

    assert steps(4000) < 5 * steps(1000)


@given(tag_soup)
def test_cleaning_twice_is_cleaning_once(soup):
    cleaned = clean_html(soup)

    assert clean_html(cleaned) == cleaned


def test_a_figure_within_a_caption_keeps_its_own_picture():
    inner = '<figure data-image="4"><img alt="a"><figcaption>b</figcaption></figure>'

    cleaned = clean_html(f'<figure data-image="3"><figcaption>c{inner}</figcaption></figure>')

    assert cleaned == (f'<figure data-image="3"><img><figcaption>c{inner}</figcaption></figure>')
    assert clean_html(cleaned) == cleaned


@given(tag_soup)
def test_nothing_that_runs_or_paints_survives(soup):
    for node in parse(clean_html(soup)).iter():
        assert node.tag not in {"script", "style", "svg", "math", "form", "textarea", "template"}
        assert not [name for name in node.attrib if name.startswith("on") or name == "style"]
        assert "javascript:" not in " ".join(node.attrib.get(n, "") for n in ("href", "src"))


@given(tag_soup)
def test_blocks_put_together_are_the_body(soup):
    cleaned = clean_html(soup)

    assert clean_html("".join(block.html for block in blocks(cleaned))) == cleaned
    assert sum(block.words for block in blocks(cleaned)) == word_count(cleaned)


@pytest.mark.parametrize("depth", [100, 5000])
def test_words_below_any_depth_of_tags_are_kept(depth):
    cleaned = clean_html("<blockquote>" * depth + "down here")

    assert plain_text(cleaned) == "down here"
    assert clean_html(cleaned) == cleaned


def test_plain_text_can_leave_out_links_and_spoilers():
    body = clean_html(
        "<p>See <a href='/articles/dark/'>Dark</a> again.</p>"
        "<details><summary>The end</summary><p>He dies.</p></details><p>Yes.</p>"
    )

    assert plain_text(body) == "See Dark again. The end He dies. Yes."
    assert plain_text(body, links=False) == "See again. The end He dies. Yes."
    assert plain_text(body, spoilers=False) == "See Dark again. Yes."


def test_links_and_pictures_of_a_body_are_listed_in_order():
    body = clean_html(
        "<p><a href='/b/'>b</a></p><figure data-image=4><img></figure>"
        "<ul><li><a href='https://a.example/'>a</a></ul><figure data-image=2><img></figure>"
    )

    assert link_targets(body) == ["/b/", "https://a.example/"]
    assert image_ids(body) == [4, 2]


class Drawing:
    alt = "A lander"
    caption = "On the <Moon>"
    credit = "Illustration: us"
    srcset = "/m/a-480.webp 480w, /m/a-960.webp 960w"
    width = 960
    height = 540

    def rendition_url(self, width):
        return f"/m/a-{min(width, 960)}.webp"


def shown(body, **sizes):
    tree = parse(body)
    expand_pictures(tree, {4: Drawing()}, **sizes)
    return inner_html(tree)


def test_a_shown_picture_has_addresses_size_text_and_credit():
    body = clean_html("<figure data-image=4><img></figure><figure data-image=5><img></figure>")

    assert shown(body, sizes="100vw") == (
        '<figure data-image="4"><img alt="A lander" src="/m/a-960.webp" '
        'srcset="/m/a-480.webp 480w, /m/a-960.webp 960w" sizes="100vw" width="960" height="540" '
        'loading="lazy" decoding="async">'
        '<figcaption>On the &lt;Moon&gt; <small class="credit">Illustration: us</small>'
        "</figcaption></figure>"
    )


def test_words_written_for_one_article_win_over_the_library():
    body = clean_html(
        "<figure data-image=4><img alt=''><figcaption>Here it lands</figcaption></figure>"
    )

    html = shown(body, sizes="100vw")

    assert 'alt=""' in html
    assert plain_text(html) == "Here it lands Illustration: us"


def test_every_address_becomes_absolute():
    tree = parse(
        '<p><a href="/a/?x=1&amp;y=2">a</a><a href="#b">b</a></p>'
        '<img src="c.png" srcset="/d 1w, e 2w">'
    )

    make_absolute(tree, "https://x.example/articles/z/")

    assert inner_html(tree) == (
        '<p><a href="https://x.example/a/?x=1&amp;y=2">a</a>'
        '<a href="https://x.example/articles/z/#b">b</a></p>'
        '<img src="https://x.example/articles/z/c.png" '
        'srcset="https://x.example/d 1w, https://x.example/articles/z/e 2w">'
    )
