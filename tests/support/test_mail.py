"""What is read of a mail as it comes in, whatever it is made of."""

from pathlib import Path

import pytest

from functions.support.incoming.mail import BYTES_MAX, Attachment, Mail, Unreadable, read_mail
from functions.support.incoming.trust import is_proven
from functions.support.ticket import BODY_MAX

MAILS = Path(__file__).parent / "mails"


def read(name: str) -> Mail:
    return read_mail((MAILS / f"{name}.eml").read_bytes())


def test_a_plain_mail() -> None:
    mail = read("plain")
    assert (mail.sender, mail.recipients, mail.subject) == (
        "jane@example.org",
        ("help@in.example.com",),
        "A hole in the sleeve",
    )
    assert mail.text == "It came like that.\nWhat now?"
    assert (mail.locale, mail.is_proven, mail.is_automatic, mail.is_harmful) == ("de-AT", True, False, False)


def test_of_several_parts_the_plain_one_is_read_and_of_an_attachment_name_and_size_are_kept() -> None:
    mail = read("multipart")
    assert (mail.subject, mail.body) == ("Grüße und ein Loch", "Es kam so an. Was nun, für mich?")
    assert mail.attachments == (Attachment("hole.jpg", 25),)
    assert mail.text.endswith("Attachments, not kept:\n[hole.jpg, 25 bytes]")


def test_a_page_becomes_its_text() -> None:
    assert read("html_only").text == "First line & more.\n\none\ntwo\n\nYours,\nJane"


@pytest.mark.parametrize(
    ("name", "subject", "body"),
    [
        ("latin", "Grüße", "Schöne Grüße"),
        ("no_such_charset", "Hello", "Schöne Grüße"),
        ("japanese", "こんにちは", "こんにちは"),
    ],
)
def test_a_charset_is_read_as_it_is_meant(name: str, subject: str, body: str) -> None:
    mail = read(name)
    assert (mail.subject, mail.body) == (subject, body)


@pytest.mark.parametrize(
    ("name", "is_proven"), [("plain", True), ("no_dmarc", True), ("spoofed", False), ("own", True), ("spam", True)]
)
def test_a_sender_is_who_the_domain_stands_for(name: str, is_proven: bool) -> None:
    """Of what the sender wrote into the headers, nothing counts."""
    assert read(name).is_proven is is_proven


@pytest.mark.parametrize(
    ("results", "is_it"),
    [
        ("amazonses.com; dmarc=pass header.from=example.org;", True),
        ("amazonses.com; dmarc=pass header.from=example.net;", False),
        ("amazonses.com; spf=pass; dkim=pass header.i=@example.net; dmarc=none header.from=example.org;", False),
        ("amazonses.com; spf=pass; dkim=pass header.i=@mail.example.org;", False),
        ("amazonses.com; dkim=pass header.i=@org; dmarc=none header.from=example.org;", False),
        ("amazonses.com; spf=pass envelope-from=example.org; dmarc=none;", False),
        ('amazonses.com; envelope-from="x; dmarc=pass header.from=example.org"@b.org; dmarc=fail;', False),
        ("amazonses.com; (dmarc=pass header.from=example.org) dmarc=fail header.from=example.org;", False),
        ("amazonses.com; dmarc=pass header.from=example.org; dmarc=fail header.from=example.org;", False),
        ("mx.example.net; dmarc=pass header.from=example.org;", False),
    ],
)
def test_only_what_ses_says_proves_a_sender(results: str, is_it: bool) -> None:
    assert is_proven([results], "example.org") is is_it


@pytest.mark.parametrize("name", ["automatic", "bounce", "newsletter"])
def test_a_program_is_known_by_what_it_says(name: str) -> None:
    assert read(name).is_automatic


@pytest.mark.parametrize("name", ["spam", "virus"])
def test_what_does_harm_is_known(name: str) -> None:
    assert read(name).is_harmful


@pytest.mark.parametrize("name", ["two_senders", "nobody"])
def test_what_nobody_could_answer_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable):
        read(name)


def test_of_a_huge_mail_the_beginning_is_read() -> None:
    raw = (MAILS / "plain.eml").read_bytes() + b"A very long line of nothing at all.\r\n" * 200_000
    assert len(raw) > 3 * BYTES_MAX
    assert len(read_mail(raw).text) == BODY_MAX


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 100_000,
        b"From: a@example.org\r\nSubject: " + b"=?utf-8?q?" * 10_000,
        b"From: " + b"(" * 50_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000)),
    ],
)
def test_whatever_a_stranger_sends_ends_as_a_mail_or_as_unreadable(raw: bytes) -> None:
    try:
        assert len(read_mail(raw).text) <= BODY_MAX
    except Unreadable:
        pass
