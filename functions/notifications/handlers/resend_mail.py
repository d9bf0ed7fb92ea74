"""Every five minutes: sends the mails that are still owed."""

from functions.notifications.resend_mail import resend_mail
from shared.lambdas import scheduled

handler = scheduled("resend_mail", lambda _: resend_mail())
