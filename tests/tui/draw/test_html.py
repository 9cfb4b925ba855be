"""HTML that stands alone: what goes in stays text."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import example, given

from db.text import UNSAFE, shown
from tests import traps, webpage
from tests.tui.draw.make import HOSTILE, TEXTS
from tui.draw.html import NOTHING, Html, anchor, element, escape, join, link, opened, own, page, to

MARKUP = "</style></title></p><script>x()</script><img src=x onerror=x()>\"' onload='x()' <!-- ]]> &amp; &#60;"


def whole(*body: str, title: str = "Talks") -> webpage.Page:
    return webpage.read("".join(page(title, body)))


def test_an_element_has_its_attributes_and_what_is_in_it() -> None:
    by = element("p", "by ", own("Ann & Co"), class_="by", aria_label="who", open=True, id=None, hidden=False)
    assert by == '<p class="by" aria-label="who" open>by <bdi>Ann &amp; Co</bdi></p>'
    assert own("") == NOTHING
    assert own("שלום", "p") == '<p dir="auto">שלום</p>'


def test_text_that_is_joined_by_other_means_is_text_again() -> None:
    assert escape(Html("<b>") + "x") == "&lt;b&gt;x"
    assert join((Html("<b></b>"), "", "<i>"), " & ") == "<b></b> &amp; &lt;i&gt;"


@example(MARKUP)
@example(HOSTILE)
@given(TEXTS)
def test_whatever_is_put_into_a_page_is_read_back_as_the_same_text(text: str) -> None:
    place = anchor("event", text)
    read = whole(
        element("p", text, title=text), own(text), own(text, "p"), to(place, text), element("p", id=place),
        link(text), link(text, text), title=text,
    )  # fmt: skip
    assert read.ids == [place]
    assert read.pieces.count(shown(text)) >= (4 if text else 0)
    assert not UNSAFE.search("".join(read.pieces).replace("\n", ""))


@pytest.mark.parametrize("name", traps.TRAPS)
def test_a_trap_is_no_element_no_attribute_and_no_link(name: str) -> None:
    text = traps.TRAPS[name]
    read = whole(element("p", text, title=text), link(text), link(f"https://{text}", text), title=text)
    assert {*read.elements} <= {"html", "head", "meta", "title", "style", "body", "p", "bdi", "a"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x()", "JaVaScRiPt:x()", " javascript:x()", "java\tscript:x()", "\x01javascript:x()",
        "data:text/html,x", "vbscript:x()", "https://user@a.example/",
        "file:///etc/passwd", "//elsewhere.example", "/path", "mailto:a@b.example", "https:x",
        "https://", "https:///x", "https://a b.example", "https://a.example/\n", "https://a.example\\@b.example",
        'https://a.example/"x',
        "https://a.example/\u202ex", "https://a.example/\x00", "blob:https://a.example/x", "ftp://a.example", "",
    ],
)  # fmt: skip
def test_what_is_no_address_on_the_web_stays_text(address: str) -> None:
    read = whole(element("p", link(address)), element("p", link(address, "A text")))
    assert read.links == []
    assert "a" not in read.elements
    assert shown(address).strip() in "".join(read.pieces)


def test_an_address_on_the_web_is_a_link_and_stands_there_as_text() -> None:
    address = "HTTPS://a.example:8080/path?q=<1>&x='2'#part".replace("<1>", "1").replace("'2'", "2")
    read = whole(link(address), link("http://b.example", "A text"))
    assert read.links == [address, "http://b.example"]
    assert address in read.text
    assert "A text" in read.text


def test_two_records_never_share_an_id() -> None:
    slugs = ["a b", "a%20b", "a-b", "a/b", "A-b", "ä", "a", "", "漢", 'a"b']
    places = [anchor(kind, slug) for kind in ("event", "event_party") for slug in slugs]
    assert len({*places}) == len(places)
    assert all(re.fullmatch(r"[\w%.~-]+", place, re.ASCII) for place in places)
    assert whole(*(element("p", to(place, "x"), id=place) for place in places)).ids == places


def test_a_page_lets_nothing_in_but_its_own_style() -> None:
    text = "".join(page("Talks", ["x"]))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    assert text.index("Content-Security-Policy") < text.index("<title>") < text.index("<style>")
    assert '<html lang="en">' in text
    assert opened("details", open=True) == "<details open>"
