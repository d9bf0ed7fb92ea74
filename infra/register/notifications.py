"""What notifications count."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

SEVERAL = 5  # in five minutes, three times running: not one letter's trouble, and it does not pass by itself
STILL = 3

_WHAT_FAILS = """
    - `error` names what fails: `BadTemplate` is a letter of yours, `MailRefused` SES.
    $ aws logs tail /aws/lambda/$SHOP-notifications-resend_mail --since 6h --filter-pattern mail_not_sent
    - Whether SES lets the account send, and whether it is still in its sandbox:
    $ aws sesv2 get-account
"""
_MEND_SENDING = """
    - `MailRefused` for all: verify the domain of `mail_from` with SES, or ask AWS to take the account out of the
      sandbox.
    - `BadTemplate`: `make check` says the file and the line. Mend it, and deploy the domain notifications.
"""

WORDS = (
    Word("MailsSent", "letters that the mail service took"),
    Word("MailsDropped", "letters that need no writing any more: their order is gone, or was confirmed meanwhile"),
    Word(
        "MailsNotSent",
        "tries to send a letter that failed; it stays owed and is tried again",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL,
            times=STILL,
            says="Letters do not go out; they are tried again for a day and a half.",
            runbook=Runbook(
                means="""
                    Shoppers get no confirmations now. Nothing is lost yet: each letter is tried 12 times over a day
                    and a half, and then given up.
                """,
                look=_WHAT_FAILS,
                mend=_MEND_SENDING
                + """
                    - What is owed goes out by itself once that is mended, within six hours.
                """,
            ),
        ),
    ),
    Word(
        "MailsGivenUp",
        "letters that could not be sent in 12 tries, and will not be",
        Alarm(
            level=Level.TICKET,
            says="A letter was given up after 12 tries in a day and a half.",
            runbook=Runbook(
                means="""
                    Somebody was not written to: a shopper about an order, or staff about stock or a refund. One alone
                    may be an address that nobody can be reached at; many have one cause.
                """,
                look="""
                    - Which letters:
                    $ aws logs tail /aws/lambda/$SHOP-notifications-resend_mail --since 24h --filter-pattern
                        mail_given_up
                """
                + _WHAT_FAILS
                + """
                    - Whom it was to: the row tells the order's id, the order the address.
                    $ aws dynamodb query --table-name $SHOP-notifications --key-condition-expression 'pk = :pk'
                        --expression-attribute-values '{":pk": {"S": "MAIL#MAIL_ID"}}'
                """,
                mend=_MEND_SENDING
                + """
                    - Letters that were given up stay so. Write to the shoppers by hand; the order's page shows them
                      all that the letter would have.
                """,
            ),
        ),
    ),
)
