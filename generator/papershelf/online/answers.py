"""Reading answers of services, which are trusted in nothing.

In: a client, an address, a function that reads one element. Out: what could be read. An element of
another form counts as unknown; an answer of another form is an error, and is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from papershelf.importers.exchange import host_of
from papershelf.importers.fetch import JSON, Client, FetchError, Question

T = TypeVar("T")
#: Not found, gone, unavailable for legal reasons.
_GONE = frozenset({404, 410, 451})
#: Errors of reading an answer that has another form.
_ODD = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


def known(client: Client, url: str, question: Question = JSON) -> Iterator[Any]:
    """Yield an answer; none if the service does not have what is asked for."""
    try:
        yield client.get_json(url, question)
    except FetchError as error:
        if error.status not in _GONE:
            raise


@contextmanager
def checked(client: Client, url: str, what: str, question: Question = JSON) -> Iterator[None]:
    """Raise FetchError if an answer has another form, and do not keep it."""
    try:
        yield
    except _ODD:
        client.forget(url, question)
        raise FetchError(f"{host_of(url)} did not return {what}") from None


def readable(elements: Iterable[Any], read: Callable[[Any], T]) -> list[T]:
    """Return what is read from each element of an answer; null and odd ones count as none. Raise
    ValueError if all are odd: then the answer has another form."""
    given = [each for each in elements if each is not None]
    found = []
    for each in given:
        with suppress(*_ODD):
            found.append(read(each))
    if given and not found:
        raise ValueError("no element has the expected form")
    return found
