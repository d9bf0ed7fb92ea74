"""Send what is still owed: after a crash, after the mail service was away, after a bug was mended."""

from functions.notifications import store
from functions.notifications.deliver import try_to_deliver
from functions.notifications.lifecycle import Status
from functions.notifications.mail import Mail
from shared import clock, telemetry
from shared.dynamo import commit
from shared.errors import Stale

MAILS_MAX = 100  # a run; a mail takes some 100 ms, and what is left is due in the next run
RUN_S = 30  # no new mail is begun after this, so that a slow mail service cannot have the run cut off half-way


def resend_mail() -> None:
    """Try the mails that are due, longest due first, until time is up or nothing can be sent."""
    started = clock.source()
    for due in store.due(clock.now(), MAILS_MAX):
        if clock.source() - started > RUN_S:
            return
        mail = _begin_try(due)
        if mail and not try_to_deliver(mail):
            return


def _begin_try(due: Mail) -> Mail | None:
    """Take the mail in hand, so that no other run does; None where another has it, or it is given up."""
    mail = due.tried_again(clock.now())
    try:
        commit(store.save(mail))
    except Stale:
        return None
    if mail.status is Status.FAILED:
        telemetry.warn("mail_given_up", mail_id=mail.id, type=mail.kind, attempt=mail.tries)
        telemetry.count("MailsGivenUp")
        return None
    return mail
