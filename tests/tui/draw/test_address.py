"""Which addresses may become links."""

from __future__ import annotations

import pytest

from tui.draw.address import address


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org", "http://example.org/", "https://a.b-c.example.org:8080/x/y.html?q=1&r=%20#z",
        "HTTPS://EXAMPLE.ORG/A_(B)", "https://xn--e1afmkfd.xn--p1ai/",
    ],
)  # fmt: skip
def test_plain_web_addresses_do(url: str) -> None:
    assert address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "https://user:secret@example.org", "https://example.org@evil.example", "https://example.org\\@evil.example",
        "https://ex ample.org", "https://example.org/a b", "https://example.org/\n", "https://example.org/'x", "https:///x",
        'https://example.org/"><script>', "https://example.org/<b>", "https://пример.example", "https://localhost",
        "https://127.0.0.1/x", "https://[::1]/", "https://example.org:999999/", "https://example.org/\u202e",
        f"https://example.org/{'x' * 2000}",
    ],
)  # fmt: skip
def test_what_hides_where_it_leads_does_not(url: str) -> None:
    assert address(url) == ""
