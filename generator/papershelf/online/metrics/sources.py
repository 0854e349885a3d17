"""The table of services that know numbers about papers.

In: a client, identifiers of papers. Out: numbers by identifier and column. Every source is a
function with the same signature, and trusts no answer: a number is a whole number in range, or the
paper counts as unknown. An answer about several papers fails only if its form is wrong. Environment
variables can change the addresses, for a mirror or a test.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

from papershelf.catalogue.limits import MAX_ENTRIES
from papershelf.catalogue.metrics import COLUMNS
from papershelf.catalogue.model import Paper
from papershelf.importers.fetch import (
    JSON,
    Client,
    FetchError,
    Question,
    authorized,
    from_environment,
)
from papershelf.online import github, openalex
from papershelf.online.answers import checked, known, readable
from papershelf.text.identifiers import as_arxiv, lower

#: The largest number that a snapshot holds.
MOST = 10**9 - 1
#: Pages of 100 discussions that are read.
MOST_PAGES = 100
#: Seconds between two requests to a host, in addition to those of imports.
PAUSES = {"api.semanticscholar.org": 1.0}

#: Numbers by column.
Numbers: TypeAlias = dict[str, int]


class Service(NamedTuple):
    """A source in one run."""

    client: Client
    address: str
    token: str
    """Empty without one."""
    repository: str
    """The repository of the discussions on GitHub, `owner/name`; empty without one."""
    category: str = ""
    """The id of their category; empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsSource:
    """A service, a row of SOURCES."""

    name: str
    """As `--source` takes it, and as the columns name it."""
    address: str
    variable: str
    """The environment variable that replaces the address."""
    identifier: Callable[[Paper], str]
    """Returns by what the service knows a paper; empty if by nothing."""
    ask: Callable[[Service, Sequence[str]], dict[str, Numbers]]
    """Returns the numbers of known identifiers. Raises FetchError."""
    at_once: int = 1
    """The most identifiers in one request."""
    token: str
    """The environment variable with a token."""
    needs: str = ""
    """Why it is not asked without a token; empty if it is."""

    @property
    def label(self) -> str:
        """Return its name for people."""
        return next(each.label for each in COLUMNS.values() if each.source == self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it fills."""
        return tuple(each.name for each in COLUMNS.values() if each.source == self.name)

    def service(self, client: Client, repository: str, category: str) -> Service:
        """Return it with the address and the token of the environment."""
        address = os.environ.get(self.variable, "") or self.address
        token = from_environment(self.token)
        return Service(client, address, token, repository, category)


# --- what they are asked for --------------------------------------------------------------------

_REPOSITORY = re.compile(
    r"https?://(?:www\.)?github\.com/([A-Za-z0-9][A-Za-z0-9-]*)/(?!\.{1,2}(?:/|$))"
    r"([A-Za-z0-9._-]+?)(?:\.git)?/?(?:[/?#].*)?",
    re.IGNORECASE,
)


def arxiv_id(paper: Paper) -> str:
    """Return the arXiv id of a paper."""
    return paper.arxiv


def repository_in(address: str) -> str:
    """Return `owner/name` of an address on GitHub; empty for any other."""
    match = _REPOSITORY.fullmatch(address)
    return f"{match[1]}/{match[2]}" if match else ""


def repository_of(paper: Paper) -> str:
    """Return the repository of a paper's code on GitHub."""
    return repository_in(paper.urls.get("code", ""))


def doi(paper: Paper) -> str:
    """Return the DOI of a paper, or else that of its preprint."""
    return lower(paper.doi or (f"10.48550/arxiv.{paper.arxiv}" if paper.arxiv else ""))


# --- the services -------------------------------------------------------------------------------


def ask_huggingface(service: Service, ids: Sequence[str]) -> dict[str, Numbers]:
    """Ask for the page of a paper; many papers have none.

    https://huggingface.co/docs/hub/api
    """
    url = f"{service.address}{quote(ids[0], safe='')}?field=comments"
    question = authorized(service.token)
    for answer in known(service.client, url, question):
        with checked(service.client, url, "a paper", question):
            if answer.get("id", ids[0]) != ids[0]:  # of another paper
                return {}
            numbers = {"upvotes": _number(answer["upvotes"])}
            if "comments" in answer:
                kinds = [each["type"] for each in answer["comments"]]
                numbers["comments"] = kinds.count("comment")
            return {ids[0]: numbers}
    return {}


def ask_github(service: Service, ids: Sequence[str]) -> dict[str, Numbers]:
    """Ask for a repository; one that was renamed redirects.

    https://docs.github.com/en/rest/repos/repos#get-a-repository
    """
    url = f"{service.address.rstrip('/')}/repos/{quote(ids[0])}"
    question = github.question(service.token)
    for answer in known(service.client, url, question):
        with checked(service.client, url, "a repository", question):
            return {ids[0]: {"stars": _number(answer["stargazers_count"])}}
    return {}


def ask_openalex(service: Service, ids: Sequence[str]) -> dict[str, Numbers]:
    """Ask for works by DOI; of several with one DOI, the most cited counts."""
    client, address, token = service[:3]
    found: dict[str, Numbers] = {}
    for name, citations in openalex.works(client, address, token, ids, "cited_by_count", _work):
        before = found.get(name, {}).get("citations", 0)
        found[name] = {"citations": max(before, citations)}
    return {each: found[each] for each in ids if each in found}


def _work(work: Any) -> tuple[str, int]:
    """Return the DOI of a work and its citations."""
    return openalex.doi_of(work), _number(work["cited_by_count"])


def ask_semanticscholar(service: Service, ids: Sequence[str]) -> dict[str, Numbers]:
    """Ask for papers in one request; the answer has them in the same order, null for an unknown
    one. Without a key, all users share one budget, which is always used up.

    https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/post_graph_get_papers
    """
    names = [f"ARXIV:{as_arxiv(each)}" if as_arxiv(each) else f"DOI:{each}" for each in ids]
    url = f"{service.address}?fields=citationCount"
    body = json.dumps({"ids": names}).encode()
    question = Question(JSON.accept, {"x-api-key": service.token}, body)
    try:
        answer = service.client.get_json(url, question)
    except FetchError as error:
        if error.status == 400:  # it knows none of them
            return {}
        raise
    with checked(service.client, url, "a list of papers", question):
        pairs = [pair for pair in zip(ids, answer, strict=True) if pair[1] is not None]
        return dict(readable(pairs, _cited))


def _cited(pair: tuple[str, Any]) -> tuple[str, Numbers]:
    return pair[0], {"s2_citations": _number(pair[1]["citationCount"])}


_DISCUSSIONS = """query($owner: String!, $name: String!, $category: ID, $after: String) {
  repository(owner: $owner, name: $name) {
    discussions(
      first: 100, after: $after, categoryId: $category,
      orderBy: {field: CREATED_AT, direction: ASC}
    ) {
      nodes { title comments { totalCount } reactions { totalCount } }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""


def ask_discussions(service: Service, ids: Sequence[str]) -> dict[str, Numbers]:
    """Ask for all discussions of the repository, or of the category in which the site starts them,
    and find those whose title is the citation key of a paper. Of several, the oldest counts: in
    another category, anyone could have opened it.

    https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions
    """
    owner, _, name = service.repository.partition("/")
    url, after, wanted = f"{service.address.rstrip('/')}/graphql", None, frozenset(ids)
    found: dict[str, Numbers] = {}
    category = service.category or None
    for _ in range(MOST_PAGES):
        variables = {"owner": owner, "name": name, "category": category, "after": after}
        body = json.dumps({"query": _DISCUSSIONS, "variables": variables}).encode()
        question = authorized(service.token)._replace(body=body)
        answer = service.client.get_json(url, question)
        with checked(service.client, url, "the discussions", question):
            page = answer["data"]["repository"]["discussions"]
            for title, numbers in readable(page["nodes"], _discussion):
                if title in wanted:
                    found.setdefault(title, numbers)
            if page["pageInfo"]["hasNextPage"] is not True:
                break
            after = str(page["pageInfo"]["endCursor"])
    return found


def _discussion(node: Any) -> tuple[str, Numbers]:
    return str(node["title"]), {
        "reactions": _number(node["reactions"]["totalCount"]),
        "replies": _number(node["comments"]["totalCount"]),
    }


# --- answers ------------------------------------------------------------------------------------


def _number(value: object) -> int:
    """Return a number that a snapshot can hold. Raise ValueError for anything else."""
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError("not a whole number in range")
    return value


#: Sources by name, in the order of the columns.
SOURCES: dict[str, MetricsSource] = {
    source.name: source
    for source in (
        MetricsSource(
            name="huggingface",
            address="https://huggingface.co/api/papers/",
            variable="PAPERSHELF_HUGGINGFACE",
            identifier=arxiv_id,
            ask=ask_huggingface,
            token="HF_TOKEN",
        ),
        MetricsSource(
            name="github",
            address=github.ADDRESS,
            variable=github.VARIABLE,
            identifier=repository_of,
            ask=ask_github,
            token=github.TOKEN,
        ),
        MetricsSource(
            name="openalex",
            address=openalex.ADDRESS,
            variable=openalex.VARIABLE,
            identifier=doi,
            ask=ask_openalex,
            at_once=openalex.AT_ONCE,
            token=openalex.TOKEN,
        ),
        MetricsSource(
            name="semanticscholar",
            address="https://api.semanticscholar.org/graph/v1/paper/batch",
            variable="PAPERSHELF_SEMANTICSCHOLAR",
            identifier=doi,
            ask=ask_semanticscholar,
            at_once=500,
            token="SEMANTIC_SCHOLAR_API_KEY",
            needs="it answers only with a key",
        ),
        MetricsSource(
            name="discussions",
            address=github.ADDRESS,
            variable=github.VARIABLE,
            identifier=lambda paper: paper.key,
            ask=ask_discussions,
            at_once=MAX_ENTRIES,
            token=github.TOKEN,
            needs="GitHub lists discussions only with a token",
        ),
    )
}
