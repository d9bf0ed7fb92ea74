"""What support counts."""

from infra.register.helpdesk import WORDS as HELPDESK
from infra.register.vocabulary import Word

WORDS = (
    Word(
        "MailsIgnored",
        "mails that came in and became no ticket: of programs, spam, unreadable, or too many of one sender",
    ),
    Word("TicketsOpened", "tickets that shoppers or staff opened"),
    Word("TicketReplies", "messages that shoppers wrote to a ticket of theirs"),
    Word("TicketAnswers", "messages that staff wrote to who asked"),
    Word("TicketsClosed", "tickets that were solved two weeks ago, and to which nobody wrote since"),
    *HELPDESK,
)
