"""Deliver a mail that is owed, and note that it was."""

from functions.notifications import store
from functions.notifications.lifecycle import Status
from functions.notifications.load_letter import load_letter
from functions.notifications.mail import Mail
from shared import clock, telemetry
from shared.dynamo import commit
from shared.errors import Stale, Unavailable
from shared.mailer import Message, send
from shared.settings import Settings, read_settings


class MailSettings(Settings):
    """From whom our mails come, and where those to staff go."""

    mail_from: str
    staff_mail: str


def try_to_deliver(mail: Mail) -> bool:
    """Deliver it. False where nothing can be delivered now; whatever went wrong, the mail stays owed."""
    try:
        _deliver(mail)
    except Unavailable as error:
        telemetry.warn("mail_not_sent", error, mail_id=mail.id, type=mail.kind, attempt=mail.tries)
        return False
    except Exception as error:  # noqa: BLE001 - one mail's trouble, whatever it is, must not keep the others waiting
        telemetry.warn("mail_not_sent", error, mail_id=mail.id, type=mail.kind, attempt=mail.tries)
    return True


def _deliver(mail: Mail) -> None:
    settings = read_settings(MailSettings)
    letter = load_letter(mail, settings.staff_mail)
    if letter is None:
        _note_ended(mail.dropped())
        return
    tags = {"mail_id": mail.id, "kind": mail.kind.value}
    send(Message(letter.to, letter.subject, letter.text, letter.html, tags), settings.mail_from)
    _note_ended(mail.sent(clock.now()))


def _note_ended(mail: Mail) -> None:
    try:
        commit(store.save(mail))
    except Stale:  # another has sent it meanwhile: our try took longer than its pause
        telemetry.note("mail_sent_twice", mail_id=mail.id, type=mail.kind)
        return
    telemetry.note("mail_ended", mail_id=mail.id, type=mail.kind, status=mail.status)
    telemetry.count("MailsSent" if mail.status is Status.SENT else "MailsDropped")
