"""A mail as a message: headers and two parts.

In: a Letter, who sends it and who gets it. Out: the bytes of a message (RFC 5322), with the headers
that let readers unsubscribe (RFC 2369, RFC 8058) and mail clients file it (RFC 2919). No text can
add a header: everything is on one line before it gets here, and a value that is not is refused.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import NamedTuple
from urllib.parse import quote

from papershelf.outputs.mail import markup, plain
from papershelf.outputs.mail.letter import LONG, SHORT, SUBJECT, Letter, Words
from papershelf.text.escape import Html, html
from papershelf.text.shorten import at_word

#: Fewer bytes than the HTML of a paper has.
_LEAST = 250


class Sender(NamedTuple):
    """What every mail of a collection says about its sender."""

    name: str
    address: str
    list_id: str
    """`digest.papers.example.org`: the name of the list, which stays."""
    reply_to: str = ""
    unsubscribe: tuple[str, ...] = ()
    """Addresses of the web (https) and of mail (mailto), with `{address}` and `{id}` for the
    subscriber."""

    @property
    def domain(self) -> str:
        """Return the second half of Message-IDs."""
        return self.address.rpartition("@")[2]


def unsubscribe_urls(sender: Sender, address: str, token: str) -> tuple[str, ...]:
    """Return where a subscriber can unsubscribe; `token` is what only they know."""
    shown = quote(address, safe="@")
    return tuple(
        url.replace("{address}", shown).replace("{id}", token) for url in sender.unsubscribe
    )


def to_message(
    letter: Letter,
    sender: Sender,
    recipient: str,
    *,
    message_id: str,
    date: datetime.datetime,
    urls: tuple[str, ...] = (),
) -> bytes:
    """Return a message with both parts. `message_id` has no brackets; `urls` is where the recipient
    unsubscribes."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{message_id}>"
    message["Precedence"] = "bulk"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    fitted, text = fit(letter)
    message.set_content(plain.to_text(fitted), cte="quoted-printable")
    # ASCII either way; a line of 7bit may have at most 998 bytes
    message.add_alternative(text, subtype="html", charset="us-ascii", cte="quoted-printable")
    # the same message has the same bytes
    message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:24]}")
    return _headers(letter.subject, sender, recipient, urls) + message.as_bytes()


def _headers(subject: str, sender: Sender, recipient: str, urls: Sequence[str]) -> bytes:
    """Return the headers with texts and addresses. Where EmailMessage breaks lines, it loses quotes
    of names and adds blanks, and it encodes long URLs, which no program reads (RFC 2047, section
    5)."""
    for value in (sender.address, sender.reply_to, recipient, sender.list_id, *urls):
        if not value.isascii() or not value.isprintable() or set(value) & set(" <>"):
            raise ValueError("an address in a header has characters that it cannot have")
    lines = [f"From: {_mailbox(sender)}", f"To: {recipient}"]
    if sender.reply_to:
        lines.append(f"Reply-To: {sender.reply_to}")
    lines += [f"Subject: {_encoded('Subject', subject)}", f"List-Id: <{sender.list_id}>"]
    if urls:
        lines.append("List-Unsubscribe: " + ",\r\n ".join(f"<{url}>" for url in urls))
        if any(url.startswith("https:") for url in urls):
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _mailbox(sender: Sender) -> str:
    if _is_plain(sender.name):
        return formataddr((sender.name, sender.address))
    return f"{_encoded('From', sender.name)} <{sender.address}>"


def _encoded(header: str, text: str) -> str:
    """Return a text as the value of a header, in encoded words (RFC 2047) if it needs them."""
    charset = "us-ascii" if _is_plain(text) else "utf-8"
    return Header(text, charset, header_name=header).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    """Return whether a header can have a text as it is."""
    return text.isascii() and text.isprintable() and len(text) <= SUBJECT and "=?" not in text


def fit(letter: Letter, most: int = markup.MOST) -> tuple[Letter, str]:
    """Return the letter, shortened until its HTML fits, and this HTML: abstracts and long words of
    the curator are cut, then papers at the end are left to the site."""
    letter = _cut(letter, most // _LEAST)  # not the HTML of thousands, for each subscriber
    text = markup.to_html(letter)
    if not letter.more and len(text) <= most:
        return letter, text
    letter = _short(letter)
    total = sum(len(group.papers) for digest in letter.digests for group in digest.groups)
    low, high = 1, total
    while low < high:  # the most papers that fit
        middle = (low + high + 1) // 2
        if len(markup.to_html(_cut(letter, middle))) <= most:
            low = middle
        else:
            high = middle - 1
    letter = _cut(letter, low)
    return letter, markup.to_html(letter)


def _short(letter: Letter) -> Letter:
    """Return the letter with the beginnings of abstracts, and without long words of the curator."""
    digests = []
    for digest in letter.digests:
        groups = []
        for group in digest.groups:
            papers = [
                paper._replace(
                    abstract=tuple([at_word(text, SHORT) for text in paper.abstract[:1]]),
                    note=_short_words(paper.note, letter.url),
                    before=_short_words(paper.before, letter.url),
                )
                for paper in group.papers
            ]
            after = _short_words(group.after, letter.url)
            groups.append(group._replace(papers=tuple(papers), after=after))
        introduction = _short_words(digest.introduction, letter.url)
        digests.append(digest._replace(introduction=introduction, groups=tuple(groups)))
    return letter._replace(digests=tuple(digests))


def _short_words(words: Words, url: str) -> Words:
    """Return words of a curator, or where they are if they are long."""
    if len(words.html) <= LONG:
        return words
    text = f"{at_word(' '.join(words.text.split()), SHORT)} (continued at {url})"
    return Words(Html(f"<p>{html(text)}</p>"), text)


def _cut(letter: Letter, most: int) -> Letter:
    """Return the letter with at most so many papers."""
    left, digests, cut = most, [], 0
    for digest in letter.digests:
        groups = []
        for group in digest.groups:
            papers = group.papers[:left]
            cut += len(group.papers) - len(papers)
            left -= len(papers)
            if papers or not cut:
                after = Words() if cut else group.after
                groups.append(group._replace(papers=papers, after=after))
        while cut and groups and not (groups[-1].papers or groups[-1].after.html):
            groups.pop()  # a heading whose subheadings were cut
        if groups:
            digests.append(digest._replace(groups=tuple(groups)))
    return letter._replace(digests=tuple(digests), more=letter.more + cut)
