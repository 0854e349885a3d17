"""Settings that are wrong, and the address of a site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.exceptions import MkDocsException

from papershelf.outputs.settings import to_site_url
from papershelf.plugin import check_site, read_site
from support.helpers import build
from support.small import collection

#: Settings of discussions that giscus could not show.
DISCUSSIONS = (
    (
        "{repo: ada/papers, category: Talk}",
        "discussion: giscus also needs repo_id, category_id; see",
    ),
    (
        "{repo: papers}",
        'discussion: repo: "papers" is not valid; giscus.app gives one such as ada/p',
    ),
    ("{repo: 'https://github.com/ada/papers'}", "discussion: repo: "),
    ("{repo: ada/..}", "discussion: repo: "),
    ("{repo_id: DIC_kwDOGjYtbc4CA_TS}", "discussion: repo_id: "),
    ("{category_id: R_kgDOGjYtbQ}", "discussion: category_id: "),
    ("{category_id: 'DIC_a b'}", "discussion: category_id: "),
    ("{category: ' Talk'}", "discussion: category: "),
    ('{category: "Ta\\nlk"}', "discussion: category: "),
)


WAYS_OUT = (
    ("mailto:a@b.org?subject=leave us", "write mailto:a@b.org?subject=leave%20us"),
    ("https://a.org/leave ", "has characters that no address can have; write https://a.org/leave"),
    ("https://a.org/für?k={id}", "write https://a.org/f%C3%BCr?k={id}"),
    ("https://a.org/?k={email}&id={id}", "has {email}, but only {address} and {id} are replaced"),
    ("mailto:a@b.org?subject={Address}", "has {Address}, but"),
    ("https://a.org/?k={{id}}", "has {0}, but"),
    ("mailto:?subject=leave", "does not say where it leads"),
    ("mailto:?to=leave", "does not say where it leads"),
    ("https:///leave", "does not say where it leads"),
    ("https://[::1/leave", "does not say where it leads"),
    ("https://news.example.org:https/leave", "does not say where it leads"),
    ("mailto:leave+{address}@b.org", "does not say where it leads"),
    ("mailto:a@b.org, c@d.org", "does not say where it leads"),
    ("https://[a.org/leave", "does not say where it leads"),
    ("https://a b.org/leave", "does not say where it leads"),
    ("https://müller.de/leave", "must have its domain in ASCII, such as xn--mller-kva.de"),
    ("mailto:leave@müller.de", "must have its domain in ASCII, such as xn--mller-kva.de"),
    ("https://a.org/<id>", "has <id>, but only {address} and {id} are replaced"),
    ("https://a.org/{ id }", "has { id }, but only {address} and {id} are replaced"),
)


@pytest.mark.parametrize(
    "url",
    ["mailto:leave-{id}@b.org?subject=a%20b", "mailto:a@b.org,c@d.org?body={address}",
     "https://a.org/#/leave/{id}?a={address}", "https://{id}.b.org/", "https://a.org:8443/~a/b;c,d",
     "mailto:?to=leave+now@b.org&subject=leave", "mailto:?Subject=leave&To=leave@b.org", "MailTo:a@b.org", "HTTPS://a.org/leave"],
)  # fmt: skip
def test_ways_out_that_lead_somewhere(tmp_path: Path, url: str) -> None:
    """No false alarm."""
    check_site(collection(tmp_path, f":\n      mail: {{unsubscribe: ['{url}']}}\n"))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (":\n      per_page: 0\n", "per_page: at least 1, not 0"),
        (":\n      rules: {no-such: off}\n", 'rules: unknown rule "no-such"'),
        (":\n      rules: {unknown-key: 'off'}\n", '"unknown-key" cannot be changed'),
        (":\n      authors: {min_papers: 0}\n", "authors: min_papers: at least 1, not 0"),
        (":\n      keywords: {min_papers: 0}\n", "keywords: min_papers: at least 1, not 0"),
        (":\n      keywords: {min_papers: true}\n", "Expected a whole number, not true"),
        (":\n      new_days: no\n", "Expected a whole number, not false"),
        (":\n      mail: {per_minute: 0}\n", "mail: per_minute: at least 1, not 0"),
        (":\n      mail: {sender: nobody}\n", 'mail: sender: "nobody" is not an address'),
        (":\n      mail: {reply_to: 'a@b.org, c@d.org'}\n", "mail: reply_to: "),
        (":\n      mail: {list_id: 'a b'}\n", 'mail: list_id: "a b" is not a name such as'),
        (":\n      mail: {unsubscribe: ['http://a.org']}\n", "must begin with https:// or mailto:"),
        (":\n      mail: {unsubscribe: ['mailto:a@b.org>']}\n", "mail: unsubscribe: "),
        *((f":\n      mail: {{unsubscribe: ['{url}']}}\n", told) for url, told in WAYS_OUT),
        (":\n      subscribe: {form: 'http://news.example.org/'}\n", "subscribe: form: "),
        (":\n      subscribe: {form: 'javascript:alert(1)'}\n", "subscribe: form: "),
        (":\n      subscribe: {form: 'https://a.example;script-src *'}\n", "subscribe: form: "),
        (
            ":\n      subscribe: {form: 'https://Grünfink.example/für?a'}\n",
            "must have its domain in ASCII; write https://xn--grnfink-o2a.example/für?a",
        ),
        (":\n      subscribe: {form: 'http://grünfink.example/'}\n", "that begins with https://"),
        (":\n      policy: {img-src: ['*.grünfink.example']}\n", "write *.xn--grnfink-o2a.example"),
        (":\n      policy: {img-src: ['grün fink']}\n", "is not a host such as"),
        (":\n      subscribe: {address: nobody}\n", "subscribe: address: "),
        *((f":\n      discussion: {given}\n", told) for given, told in DISCUSSIONS),
        (":\n      trending: {half_life: 0}\n", "trending: half_life: at least 1, not 0"),
        (":\n      trending: {weights: {star: 1}}\n", 'unknown number "star"; use one of upvotes'),
        (":\n      trending: {weights: {stars: -1}}\n", "stars: from 0 to 100, not -1"),
        (":\n      trending: {weights: {stars: .nan}}\n", "stars: from 0 to 100, not nan"),
        (":\n      trending: {weights: {stars: yes}}\n", "stars: from 0 to 100, not True"),
        (":\n      trending: {weights: {stars: many}}\n", "trending"),
    ],
)
def test_settings_are_checked(tmp_path: Path, settings: str, told: str) -> None:
    """An invalid setting is reported with its key."""
    with pytest.raises(MkDocsException) as caught:
        check_site(collection(tmp_path, settings))
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/papers//", "https://example.org/papers/"),
        ("http://127.0.0.1:8000/x/", "http://127.0.0.1:8000/x/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("HTTPS://Müller.Example/x y/ü", "https://xn--mller-kva.example/x%20y/%C3%BC/"),
        ("https://straße.example", "https://xn--strae-oqa.example/"),
        ("https://example.org/<a>", "https://example.org/%3Ca%3E/"),
        ("https://example.org/?x", ""), ("https://example.org/#x", ""), ("ftp://example.org/", ""),
        ("https://a@example.org/", ""), ("example.org", ""), ("https://[x/", ""), ("https:///x", ""),
        ("https://a:b/", ""), ('https://ex"ample.org/', ""), ("https://\ud800.org/", ""), ("javascript:1", ""),
    ],
)  # fmt: skip
def test_the_address_of_a_site(written: str, meant: str) -> None:
    """It is written as a URI everywhere; anything other than the address of a site is rejected."""
    if meant:
        assert meant == to_site_url(written) == to_site_url(meant)
    else:
        with pytest.raises(ValueError, match="not the URL of a site"):
            to_site_url(written)


def test_a_wrong_address_stops_the_build(tmp_path: Path) -> None:
    """It is also reported; a valid one is the same in our files and in MkDocs' own tags."""
    root = collection(tmp_path)
    with pytest.raises(MkDocsException) as caught:
        build(root, tmp_path / "site", site_url="ftp://example.org/", has_search=False)
    assert '--site-url: "ftp://example.org/" is not the URL' in caught.value.message
    build(root, tmp_path / "site", site_url="https://müller.example/x y", has_search=False)
    for name in ("feed.xml", "robots.txt", "sitemap.xml", "index.html", "catalogue.json"):
        assert "https://xn--mller-kva.example/x%20y/" in (tmp_path / "site" / name).read_text()
    assert "müller" not in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("\nuse_directory_urls: false", "remove use_directory_urls: false"),
        ("\n  - offline", "it changes addresses"),
        ("\n  - blog", "write digests or pages instead"),
    ],
)
def test_settings_with_which_no_site_can_be_built(
    settings: str, told: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Our addresses are folders; another setting would break every link. Posts have more front matter."""
    with pytest.raises(MkDocsException) as caught:
        build(collection(tmp_path, settings), tmp_path / "site", has_search=False)
    assert told in caught.value.format_message() + caplog.text


def test_all_mistakes_of_settings_at_once(tmp_path: Path) -> None:
    """MkDocs' own and ours, each with its place."""
    root = collection(
        tmp_path, ":\n      per_page: 0\nuse_directory_urls: false\nsite_url: ftp://x"
    )
    with pytest.raises(MkDocsException) as caught:
        check_site(root)
    text = caught.value.format_message()
    keys = ("use_directory_urls", "site_url: ", "per_page: ")
    assert sorted(map(text.index, keys)) == list(map(text.index, keys))
    assert len(re.findall(r"mkdocs\.yml:\d+:\d+: ", text)) == len(keys)


def test_all_mistakes_that_mkdocs_finds_in_the_settings_of_the_plugin(tmp_path: Path) -> None:
    """It stops at the first one, and drops its warnings."""
    settings = """:
      per-page: 50
      authors: {min_papers: two, files: maybe, min_paper: 3}
      venues: [files]
      keywords: {min_paper: 3}
      edit_branch: [main]
      new_days: 7.5
"""
    with pytest.raises(MkDocsException) as caught:
        check_site(collection(tmp_path, settings))
    told = [each.split(": ", 2)[2] for each in caught.value.message.split("; mkdocs.yml:")]
    assert sorted(told) == [
        "papershelf: authors: files: Expected type: true or false but received: text",
        'papershelf: authors: min_paper: unknown setting; did you mean "min_papers"?',
        "papershelf: authors: min_papers: Expected type: a whole number but received: text",
        "papershelf: edit_branch: Expected type: text but received: a list",
        'papershelf: keywords: min_paper: unknown setting; did you mean "min_papers"?',
        "papershelf: new_days: Expected type: a whole number but received: a number",
        'papershelf: per-page: unknown setting; did you mean "per_page"?',
        "papershelf: venues: Expected type: a mapping but received: a list",
    ]
    assert len(re.findall(r"mkdocs\.yml:\d+:\d+: ", caught.value.message)) == len(told)


def test_an_unknown_setting_is_a_warning_with_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """So it was with MkDocs' words alone."""
    root = collection(
        tmp_path, ":\n      discussions: {repo: ada/papers}\nsite_desciption: x\nx-more: 1\n"
    )
    check_site(root)
    assert re.search(
        r"mkdocs\.yml:\d+:\d+: plugins: papershelf: discussions: unknown setting;"
        r' did you mean "discussion"\?',
        caplog.text,
    )
    assert 'site_desciption: unknown setting; did you mean "site_description"?' in caplog.text
    assert re.search(r"mkdocs\.yml:\d+:\d+: x-more: unknown setting", caplog.text)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (":\n    per_page: 5\n    new_days: 3\n", ': plugins: "per_page" is beside "papershelf"; indent it'),
        ("\nmarkdown_extensions:\n  - toc:\n    permalink: true\n", '"permalink" is beside "toc"; indent it'),
        (":\n    - per_page: 5\n", "papershelf: settings are not a list; remove the dashes"),
        ("\n      per_page: 5\n", "a name with settings below it ends with a colon; write - papershelf:"),
        ("\ntheme\n  language: de\n", "a name with settings below it ends with a colon; write theme:"),
        ("\ncopyright: Looms: 2025\n", 'write copyright: "Looms: 2025"'),
        ("\nsite_description: 'It's looms'\nsite_author: @ada\n", 'write site_description: "It\'s looms"; mkdocs.yml:'),
        ("\nsite_description: 'It's looms'\nsite_author: @ada\n", 'write site_author: "@ada"'),
        ('\nextra:\n  a: b: c\nsite_description: "one\n  two"\n', 'a ":" is not allowed here; put a value'),
        ("\nplugins: [papershelf, tags]\n", 'duplicate key "plugins" (first in line '),
        ("\nextra: {a: 1, a: 2}\n", 'duplicate key "a" (first in line '),
    ],
)  # fmt: skip
def test_yaml_with_a_mistake(tmp_path: Path, settings: str, told: str) -> None:
    """The hint is for the line, where it can be."""
    with pytest.raises(MkDocsException) as caught:
        check_site(collection(tmp_path, settings))
    assert told in caught.value.message
    assert "never closed" not in caught.value.message


def test_mail_programs_know_the_scheme(tmp_path: Path) -> None:
    """They look for it in lower case, whatever mkdocs.yml has."""
    root = collection(
        tmp_path, ":\n      mail: {unsubscribe: ['HTTPS://a.org/Leave', 'MailTo:A@b.org']}\n"
    )
    _, settings = read_site(root)
    assert settings.mail.unsubscribe == ("https://a.org/Leave", "mailto:A@b.org")
