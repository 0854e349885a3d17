"""What is wrong in the settings of a collection, beyond MkDocs' types of options.

In: the settings that MkDocs has read. Out: all mistakes at once, each with its place in mkdocs.yml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from mkdocs.config.defaults import MkDocsConfig

from papershelf import problems
from papershelf.catalogue import advice
from papershelf.catalogue.limits import MAX_CHARACTERS
from papershelf.catalogue.metrics import COLUMNS
from papershelf.outputs import policy
from papershelf.outputs.settings import to_authority, to_site_url
from papershelf.plugin import engine, settings_file
from papershelf.plugin.options import (
    GISCUS,
    DiscussionConfig,
    MailConfig,
    PapershelfConfig,
    SubscribeConfig,
    min_papers,
)
from papershelf.plugin.places import Unusable
from papershelf.problems.rules import RULES
from papershelf.text.domains import with_ascii
from papershelf.text.mailboxes import is_address

#: An identifier of a list: RFC 2919, section 2.
_LIST_ID = re.compile(r"[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9][\w-]*)+", re.ASCII)
#: What a policy takes.
_SOURCE = "a host such as *.example.org"
#: What may be meant as a place for a text of the subscriber.
_PLACE = re.compile(r"\{[^{}]*\}?|\}|<[^<>]*>?|>")
_IN_URL = "!\"#$%&'()*+,/:;=?@[\\]^`{|}"
#: The folder of a theme with its words in each language.
_LANGUAGES = "partials/languages"
#: The largest weight of a number in the order of trending papers.
MOST_WEIGHT = 100


def check(config: MkDocsConfig, own: PapershelfConfig) -> None:
    """Check settings beyond MkDocs' option types. Raise Unusable with all mistakes, each with its
    key."""
    at = partial(settings_file.place, Path(config.config_file_path))
    wrong = [f"{at(key)}: {what}" for key, what in _wrong_mkdocs(config)]
    wrong += [f"{at(('plugins', 'papershelf', *each.split(': ')))}: {each}" for each in _wrong(own)]
    if wrong:
        raise Unusable("; ".join(wrong))


def _wrong_mkdocs(config: MkDocsConfig) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong in MkDocs' own settings, with the key."""
    if refused := engine.refused(config.plugins):
        yield ("plugins",), f"papershelf does not work with the plugin {refused}"
    if not config.use_directory_urls:
        yield (
            ("use_directory_urls",),
            (
                "papershelf needs addresses without .html; remove use_directory_urls: false, or a"
                " plugin that sets it"
            ),
        )
    if config.theme.name != "material":
        name = problems.visible(str(config.theme.name))
        yield ("theme", "name"), f'unsupported theme "{name}"; write theme: {{name: material}}'
    elif hint := _unknown_language(config):
        language = problems.visible(str(config.theme["language"]))
        yield ("theme", "language"), f'theme: language: unknown "{language}"; {hint}'
    settings = [getattr(each, "config", None) for each in config.plugins.values()]  # none of hooks
    if sum(isinstance(each, PapershelfConfig) for each in settings) > 1:
        yield ("plugins",), "plugins lists papershelf twice; remove one of them"
    if config.site_url:
        try:
            to_site_url(config.site_url)
        except ValueError as error:
            yield ("site_url",), f'site_url: "{problems.visible(config.site_url)}" is {error}'
    for name in ("site_name", "site_description"):
        if len(config[name] or "") > MAX_CHARACTERS["max_text"]:  # they are on every page
            yield (name,), f"{name}: at most {MAX_CHARACTERS['max_text']:,} characters; shorten it"


def _unknown_language(config: MkDocsConfig) -> str:
    """Return the hint for a language that the theme does not have; empty if it has it."""
    language = str(config.theme.get("language", "en"))
    found = {path.stem for each in config.theme.dirs for path in Path(each, _LANGUAGES).glob("*")}
    if language in found:
        return ""
    tag = advice.language(language).removeprefix("write ")
    known = (each for each in (tag, tag.partition("-")[0]) if each in found)
    return f"write {next(known, 'a code such as en')}"


def _wrong(config: PapershelfConfig) -> list[str]:
    wrong = [
        f'rules: unknown rule "{name}"'
        if name not in RULES
        else f'rules: the severity of "{name}" cannot be changed, since every build depends on it'
        for name in config.rules
        if name not in RULES or RULES[name].fixed
    ]
    least = (
        ("mail: per_minute", config.mail.per_minute, 1),
        ("per_page", config.per_page, 1),
        ("new_days", config.new_days, 0),
        *((f"{name}: min_papers", papers, 1) for name, papers in min_papers(config).items()),
        ("trending: half_life", config.trending.half_life, 1),
        ("trending: most_stars", config.trending.most_stars, 0),
    )
    wrong += [f"{key}: at least {low}, not {value}" for key, value, low in least if value < low]
    for name, weight in config.trending.weights.items():
        if name not in COLUMNS:
            hint = f"use one of {', '.join(COLUMNS)}"
            wrong.append(f'trending: weights: unknown number "{problems.visible(name)}"; {hint}')
        elif isinstance(weight, bool) or not 0 <= weight <= MOST_WEIGHT:
            wrong.append(f"trending: weights: {name}: from 0 to {MOST_WEIGHT}, not {weight}")
    for name, sources in config.policy.items():
        if name not in policy.OPEN:
            wrong.append(f'policy: unknown directive "{name}"; use one of {", ".join(policy.OPEN)}')
        wrong += [
            f"policy: {name}: {_wrong_host(source, _SOURCE, policy.is_source)}"
            for source in sources
            if not policy.is_source(source)
        ]
    try:
        to_authority(config.id_authority or "example.org")
    except ValueError as error:
        wrong.append(f'id_authority: "{problems.visible(config.id_authority)}" is {error}')
    wrong += _wrong_mail(config.mail)
    wrong += _wrong_offers(config.subscribe)
    return wrong + _wrong_discussion(config.discussion)


def _wrong_mail(mail: MailConfig) -> list[str]:
    wrong = []
    for name, text in (("sender", mail.sender), ("reply_to", mail.reply_to)):
        if text and not is_address(text):
            wrong.append(f'mail: {name}: "{problems.visible(text)}" is not an address')
    if mail.list_id and not _LIST_ID.fullmatch(mail.list_id):
        shown = problems.visible(mail.list_id)
        wrong.append(f'mail: list_id: "{shown}" is not a name such as digest.papers.example.org')
    found = ((url, _wrong_way_out(url)) for url in mail.unsubscribe)
    wrong += [f'mail: unsubscribe: "{problems.visible(url)}" {why}' for url, why in found if why]
    return wrong


def _wrong_way_out(url: str) -> str:
    """Return what is wrong in an address for unsubscribing; empty if nothing is. Each subscriber
    would get a link that leads nowhere."""
    if not url.lower().startswith(("https://", "mailto:")):
        return "must begin with https:// or mailto:"
    filled = url.strip().replace("{address}", "ada@example.org").replace("{id}", "0")
    if mark := _PLACE.search(filled):
        return f"has {mark[0]}, but only {{address}} and {{id}} are replaced"
    there = _places(filled)
    if not there.isascii():
        return "must have its domain in ASCII, such as xn--mller-kva.de"
    if not there or quote(there, safe=_IN_URL) != there:
        return "does not say where it leads"
    if (written := quote(url.strip(), safe=_IN_URL)) != url:
        return f"has characters that no address can have; write {written}"
    return ""


def _places(url: str) -> str:
    """Return the host or the addresses that a URL leads to; empty if they are not valid."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # wrong brackets, a wrong port
        return ""
    if parts.scheme == "https":
        return parts.netloc if parts.hostname and port != 0 else ""
    # a plus is itself: RFC 6068, section 5
    query = parse_qs(parts.query.replace("+", "%2B"))
    to = (each for name, given in query.items() if name.lower() == "to" for each in given)
    found = parts.path or ",".join(to)
    return found if all(map(is_address, found.split(","))) else ""


def _wrong_offers(subscribe: SubscribeConfig) -> list[str]:
    wrong = []
    if subscribe.form and not policy.origin(subscribe.form):
        what = "an address that begins with https://"
        wrong.append(f"subscribe: form: {_wrong_host(subscribe.form, what, policy.origin)}")
    if subscribe.address and not is_address(subscribe.address):
        shown = problems.visible(subscribe.address)
        wrong.append(f'subscribe: address: "{shown}" is not an address')
    return wrong


def _wrong_host(text: str, what: str, is_right: Callable[[str], object]) -> str:
    """Return what is wrong in a text that is not `what`: a policy can name no host of it."""
    shown, better = problems.visible(text), with_ascii(text)
    if better != text and is_right(better):
        return f'"{shown}" must have its domain in ASCII; write {better}'
    return f'"{shown}" is not {what}'


def _wrong_discussion(discussion: DiscussionConfig) -> list[str]:
    given = {name: str(discussion[name]) for name in GISCUS if discussion[name]}
    if not given:
        return []
    missing = ", ".join(name for name in GISCUS if name not in given)
    wrong = [f"discussion: giscus also needs {missing}; see giscus.app"] if missing else []
    for name, text in given.items():
        form, example = GISCUS[name]
        if not text.isprintable() or not re.fullmatch(form, text, re.ASCII):
            hint = f"giscus.app gives one such as {example}"
            wrong.append(f'discussion: {name}: "{problems.visible(text)}" is not valid; {hint}')
    return wrong
