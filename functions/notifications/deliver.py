"""Deliver a mail that is owed, and note that it was."""

from functions.notifications import store
from functions.notifications.lifecycle import Status
from functions.notifications.load_letter import load_letter
from functions.notifications.mail import Mail
from functions.notifications.shop import Shop
from shared import clock, telemetry
from shared.dynamo import commit
from shared.errors import Stale, Unavailable
from shared.mailer import Message, Sender, send
from shared.settings import read_settings


def try_to_deliver(mail: Mail) -> bool:
    """Deliver it. False where nothing can be delivered now; whatever went wrong, the mail stays owed."""
    try:
        _deliver(mail)
    except Unavailable as error:
        telemetry.warn("mail_not_sent", error, mail_id=mail.id, type=mail.kind, attempt=mail.tries)
        telemetry.count("MailsNotSent")
        return False
    except Exception as error:  # noqa: BLE001 - one mail's trouble, whatever it is, must not keep the others waiting
        telemetry.warn("mail_not_sent", error, mail_id=mail.id, type=mail.kind, attempt=mail.tries)
        telemetry.count("MailsNotSent")
    return True


def _deliver(mail: Mail) -> None:
    shop = read_settings(Shop)
    letter = load_letter(mail, shop, clock.now())
    if letter is None:
        _note_ended(mail.dropped())
        return
    tags = {"mail_id": mail.id, "kind": mail.kind.value}
    message = Message(letter.to, letter.subject, letter.text, letter.html, tags, letter.headers)
    send(message, Sender(shop.shop_name, shop.mail_from, letter.reply_to or shop.mail_reply_to))
    _note_ended(mail.sent(clock.now()))


def _note_ended(mail: Mail) -> None:
    try:
        commit(store.save(mail))
    except Stale:  # another has sent it meanwhile: our try took longer than its pause
        telemetry.note("mail_sent_twice", mail_id=mail.id, type=mail.kind)
        return
    telemetry.note("mail_ended", mail_id=mail.id, type=mail.kind, status=mail.status)
    telemetry.count("MailsSent" if mail.status is Status.SENT else "MailsDropped")
