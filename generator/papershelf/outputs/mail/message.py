"""A mail as a message: headers and two parts.

In: a Letter, who sends it and who gets it. Out: the bytes of a message (RFC 5322), with the headers
that let readers unsubscribe (RFC 2369, RFC 8058) and mail clients file it (RFC 2919). No text can
add a header: everything is on one line before it gets here, and the standard library refuses the
rest.
"""

from __future__ import annotations

import datetime
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import quote

from papershelf.outputs.mail import markup, plain
from papershelf.outputs.mail.letter import SHORT, Letter, Words
from papershelf.text.shorten import at_word


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


def unsubscribe_urls(sender: Sender, address: str, name: str) -> tuple[str, ...]:
    """Return where a subscriber can unsubscribe; `name` is their keyed hash."""
    values = {"address": quote(address, safe="@"), "id": name}
    return tuple(
        url.replace("{address}", values["address"]).replace("{id}", values["id"])
        for url in sender.unsubscribe
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
    policy = (SMTP if recipient.isascii() else SMTPUTF8).clone(max_line_length=78)
    message = EmailMessage(policy=policy)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=recipient)
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=sender.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{message_id}>"
    message["List-Id"] = f"<{sender.list_id}>"
    if urls:
        message["List-Unsubscribe"] = ", ".join(f"<{url}>" for url in urls)
        if any(url.startswith("https:") for url in urls):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Precedence"] = "bulk"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers of holidays
    fitted, text = fit(letter)
    message.set_content(plain.to_text(fitted), cte="quoted-printable")
    message.add_alternative(text, subtype="html", charset="us-ascii", cte="7bit")
    # the same message has the same bytes
    message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:24]}")
    return message.as_bytes()


def fit(letter: Letter, most: int = markup.MOST) -> tuple[Letter, str]:
    """Return the letter, shortened until its HTML fits, and this HTML: first, abstracts are cut,
    then papers at the end are left to the site."""
    text = markup.to_html(letter)
    if len(text) <= most:
        return letter, text
    letter = _with_short_abstracts(letter)
    if len(markup.to_html(_cut(letter, 1))) > most:  # the curator's words are too long
        letter = letter._replace(
            issues=tuple(issue._replace(introduction=Words()) for issue in letter.issues)
        )
    total = sum(len(group.items) for issue in letter.issues for group in issue.groups)
    low, high = 0, total
    while low < high:  # the most papers that fit
        middle = (low + high + 1) // 2
        if len(markup.to_html(_cut(letter, middle))) <= most:
            low = middle
        else:
            high = middle - 1
    letter = _cut(letter, low)
    return letter, markup.to_html(letter)


def _with_short_abstracts(letter: Letter) -> Letter:
    issues = []
    for issue in letter.issues:
        groups = []
        for group in issue.groups:
            items = [
                item._replace(abstract=tuple([at_word(text, SHORT) for text in item.abstract[:1]]))
                for item in group.items
            ]
            groups.append(group._replace(items=tuple(items)))
        issues.append(issue._replace(groups=tuple(groups)))
    return letter._replace(issues=tuple(issues))


def _cut(letter: Letter, most: int) -> Letter:
    """Return the letter with at most so many papers."""
    left, issues, more = most, [], 0
    for issue in letter.issues:
        groups = []
        for group in issue.groups:
            items = group.items[:left]
            more += len(group.items) - len(items)
            left -= len(items)
            if items:
                groups.append(group._replace(items=items))
        if groups:
            issues.append(issue._replace(groups=tuple(groups)))
    return letter._replace(issues=tuple(issues), more=more)
