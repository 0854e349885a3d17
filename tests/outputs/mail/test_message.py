"""A message: its headers, its parts, and that no text adds a header or a recipient."""

from __future__ import annotations

import datetime
import email
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papershelf.outputs.mail.letter import Letter, one_line, to_subject
from papershelf.outputs.mail.message import Sender, to_message, unsubscribe_urls
from support.helpers import collect, entry, write
from support.mailing import digest_of, letter_of

DATE = datetime.datetime(2026, 11, 30, 8, tzinfo=datetime.UTC)
SENDER = Sender(
    "Inter Papers", "digest@example.org", "digest.papers.example.org", "editor@example.org",
    ("mailto:leave@example.org?subject={id}", "https://example.org/leave?who={address}&key={id}"),
)  # fmt: skip


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Letter:
    collection = collect(write(tmp_path_factory.mktemp("mail"), {"papers.yaml": entry()}))
    return letter_of(collection, digest_of("2026-11-30", (*collection.listed, "", "")))


def message_of(letter: Letter, sender: Sender = SENDER, to: str = "ada@example.org") -> bytes:
    urls = unsubscribe_urls(sender, to, "0f" * 16)
    return to_message(
        letter, sender, to, message_id="2026-11-30.0f@example.org", date=DATE, urls=urls
    )


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_headers(letter: Letter) -> None:
    """Who, to whom, of which list, and how to leave it: by mail, or by one click that is a POST."""
    message = parsed(message_of(letter))
    assert {
        name: " ".join(value.split()) for name, value in message.items() if name[:4] != "Cont"
    } == {
        "From": "Inter Papers <digest@example.org>",
        "To": "ada@example.org",
        "Reply-To": "editor@example.org",
        "Subject": "Papers of 30 Nov 2026, Inter Papers",
        "Date": "Mon, 30 Nov 2026 08:00:00 +0000",
        "Message-ID": "<2026-11-30.0f@example.org>",
        "List-Id": "<digest.papers.example.org>",
        "List-Unsubscribe": f"<mailto:leave@example.org?subject={'0f' * 16}>,"
        f" <https://example.org/leave?who=ada@example.org&key={'0f' * 16}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }


def test_long_urls_are_never_encoded(letter: Letter) -> None:
    """RFC 2047 forbids it, and no mail program would read them."""
    long = "https://example.org/" + "leave/" * 30 + "?who={address}&key={id}"
    sender = SENDER._replace(
        unsubscribe=(long, SENDER.unsubscribe[0]), list_id="digest." + "a" * 90
    )
    head = message_of(letter, sender, "ada+papers@example.org").partition(b"\r\n\r\n")[0]
    url = long.replace("{address}", "ada%2Bpapers@example.org").replace("{id}", "0f" * 16)
    assert f"List-Unsubscribe: <{url}>,\r\n <mailto:".encode() in head
    assert b"List-Id: <digest." + b"a" * 90 + b">" in head


def test_a_header_of_the_list_cannot_break_out(letter: Letter) -> None:
    """Settings are checked before; this is the last gate."""
    with pytest.raises(ValueError, match="an address in a header"):
        message_of(letter, SENDER._replace(list_id="a>\r\nBcc: all@example.org"))


def test_one_click_needs_an_address_of_the_web(letter: Letter) -> None:
    """RFC 8058: a mailbox takes no POST."""
    message = parsed(message_of(letter, SENDER._replace(unsubscribe=SENDER.unsubscribe[:1])))
    assert "List-Unsubscribe" in message and "List-Unsubscribe-Post" not in message


def test_the_text_comes_first(letter: Letter) -> None:
    """multipart/alternative: clients show the last part that they know."""
    message = parsed(message_of(letter))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = message.iter_parts()
    assert text.get_content().splitlines()[:2] == ["Papers of 30 Nov 2026", "Inter Papers"]
    assert html.get_content_charset() == "us-ascii" and html.get_content().isascii()


def test_the_same_letter_has_the_same_bytes(letter: Letter) -> None:
    """So a message that is sent again is the same, but for its date. Lines are as short as SMTP asks."""
    data = message_of(letter)
    assert message_of(letter) == data and data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 200


NAMES = st.lists(
    st.sampled_from(["Papers,", "of", "(Group)", '"quoted"', "<x>", "a@b", "semi;", "\\", "=?utf-8?q?x?=",
                     "日本語の論文", "naïve:", "👩\u200d🔬", "العربية", "x" * 40]),
    min_size=1, max_size=14,
).map(" ".join)  # fmt: skip


@given(NAMES)
@example(
    "Looms, Rings, and Ideals: a Reading List of the Institute for Weaving and Textile Science"
)
def test_names_are_whole_however_long(letter: Letter, name: str) -> None:
    """With commas, quotes and signs of many alphabets, also where a line is folded: one sender."""
    subject = to_subject(name, "")
    data = message_of(letter._replace(subject=subject), SENDER._replace(name=name))
    message = email.message_from_bytes(data, policy=compat32)
    assert str(make_header(decode_header(unfolded(message["Subject"])))) == subject
    ((shown, address),) = getaddresses([unfolded(message["From"])])
    assert (str(make_header(decode_header(shown))), address) == (name, SENDER.address)
    assert max(map(len, data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 120


def unfolded(value: str) -> str:
    """The value of a header on one line (RFC 5322, section 2.2.3)."""
    return value.replace("\r\n", "").replace("\n", "")


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_adds_a_header(letter: Letter, title: str, site: str) -> None:
    """Whatever a title or a name holds, the headers are those of every message."""
    made = letter._replace(subject=to_subject(title, site), title=one_line(title))
    before, after = message_of(letter), message_of(made, SENDER._replace(name=one_line(site)))
    assert parsed(after).keys() == parsed(before).keys()
    assert parsed(after)["To"].addresses[0].addr_spec == "ada@example.org"
    assert b"\nBcc" not in after
