"""What support counts where staff answer in a helpdesk."""

from functools import partial

from infra.register.vocabulary import Alarm, Level, Runbook
from infra.register.vocabulary import Word as AnyWord

SEVERAL = 5  # in five minutes; once is a moment's trouble, and is tried again
SEVERAL_REFUSED = 5  # in five minutes; anybody can send one
STILL = 3  # times running

Word = partial(AnyWord, of_helpdesk=True)

_WHAT_FAILS = """
    - `status` is what the helpdesk answered; without one, there was no answer in eight seconds.
    $ aws logs tail /aws/lambda/$SHOP-support-sync_helpdesk --since 3h --filter-pattern '?helpdesk_failed
        ?helpdesk_refused'
"""
_REDRIVE = """
    - What waits in the dead-letter queue is not lost: redrive it afterwards. It looks first what is there already, so
      nothing is brought twice.
    $ storewright dead-letters redrive --of support-sync_helpdesk --all --stage prod
"""

WORDS = (
    Word("HelpdeskTicketsMade", "tickets that were made at the helpdesk"),
    Word("HelpdeskMessagesBrought", "messages that were brought to a ticket there"),
    Word("HelpdeskCommentsTaken", "comments that people wrote there, and that are messages here now"),
    Word("HelpdeskEventsKept", "events of the helpdesk's about tickets of ours"),
    Word("HelpdeskEventsIgnored", "events of the helpdesk's about anything else"),
    Word("HelpdeskEventsForeign", "events about a ticket that the helpdesk says is ours, and is not there"),
    Word("HelpdeskTicketsGone", "tickets that were deleted at the helpdesk; here they go on without"),
    Word(
        "HelpdeskUnreachable",
        "calls that the helpdesk did not answer, or not now: too many, or a fault of its own",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL,
            times=STILL,
            says="The helpdesk does not answer: tickets are not brought there, nor answers taken.",
            runbook=Runbook(
                means="""
                    Staff do not see new questions in the helpdesk, and shoppers not what was answered there. Shoppers
                    can ask and write as always. Each change is tried five times within half an hour, then it waits in
                    the dead-letter queue.
                """,
                look=_WHAT_FAILS
                + """
                    - 429: it is asked more often than the plan there allows. 5xx: whether others see it, too, on
                      [Zendesk's own page](https://status.zendesk.com).
                """,
                mend="""
                    - 429: lower `worker_concurrency` of the stage in `shop.toml`, or take a larger plan there.
                    - No answer at all: whether `url` in `[stages.….helpdesk]` is right.
                """
                + _REDRIVE,
            ),
        ),
    ),
    Word(
        "HelpdeskRefused",
        "calls that the helpdesk refused, and will refuse again",
        Alarm(
            level=Level.TICKET,
            says="The helpdesk refuses what it is asked.",
            runbook=Runbook(
                means="""
                    A ticket or a message is not brought to the helpdesk, or a person is not deleted there. 401 and 403
                    concern all tickets, 422 one.
                """,
                look=_WHAT_FAILS
                + """
                    - Which tickets: the dead letters tell their ids.
                    $ storewright dead-letters list --of support-sync_helpdesk --stage prod
                """,
                mend="""
                    - 401: put a good token into the secret `helpdesk_api_token`, and its agent's address into `email`
                      of `[stages.….helpdesk]`. A secret counts within five minutes.
                    - 403: the agent needs the right to make, change and delete tickets, and to delete people: an
                      admin's.
                    - 422: a field that the helpdesk requires, or an `order_field` that it does not have. Make it
                      optional there.
                """
                + _REDRIVE,
            ),
        ),
    ),
    Word(
        "HelpdeskCommentsLeft",
        "comments that were written there to a ticket that takes no more",
        Alarm(
            level=Level.TICKET,
            says="An answer given in the helpdesk reached nobody.",
            runbook=Runbook(
                means="""
                    Somebody answered there when the ticket was closed here already, or full. Who asked was not written
                    to. It is counted again whenever the ticket is looked at.
                """,
                look="""
                    - Which tickets, and why: `ticket_id` and `code`.
                    $ aws logs tail /aws/lambda/$SHOP-support-sync_helpdesk --since 3h --filter-pattern
                        helpdesk_comment_left
                """,
                mend="""
                    - Write to who asked with a new ticket, and close the one in the helpdesk.
                """,
            ),
        ),
    ),
    Word(
        "HelpdeskPeopleLeft",
        "people who were forgotten here, and whom the helpdesk still knows",
        Alarm(
            level=Level.TICKET,
            says="Somebody was erased, and the helpdesk still knows them.",
            runbook=Runbook(
                means="""
                    All tickets that came from the shop are deleted there. The person is not: other tickets of theirs
                    did not come from us, or they are staff there. That is for somebody to decide.
                """,
                look="""
                    - Whose ticket it was: `ticket_id`, which was the external id there.
                    $ aws logs tail /aws/lambda/$SHOP-support-sync_helpdesk --since 24h --filter-pattern
                        helpdesk_person_left
                """,
                mend="""
                    - In Zendesk's Admin Center, delete what else there is of them, then the person, and then the
                      person among those that were deleted.
                """,
            ),
        ),
    ),
    Word(
        "HelpdeskSignaturesRefused",
        "requests to the helpdesk's webhook whose signature does not fit, answered 400",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL_REFUSED,
            says="The helpdesk's webhooks do not verify: a wrong secret, or somebody tries.",
            runbook=Runbook(
                means="""
                    Nothing was written. Where the helpdesk's own are refused, answers given there are taken only when
                    something else happens to the ticket.
                """,
                look="""
                    - Whether good ones come besides: `helpdesk_event_kept`.
                    $ aws logs tail /aws/lambda/$SHOP-support-helpdesk_webhook --since 3h --filter-pattern
                        helpdesk_event_kept
                """,
                mend="""
                    - No good ones: put the webhook's signing secret into `current` of the secret
                      `helpdesk_webhook_secret`; while it changes, the one before into `previous`.
                    - Good ones come: somebody tries. Nothing has to be done.
                """,
            ),
        ),
    ),
    Word(
        "HelpdeskEventsUnreadable",
        "events that the helpdesk signed and the code cannot read, answered 400",
        Alarm(
            level=Level.TICKET,
            says="The helpdesk signed an event that the code cannot read.",
            runbook=Runbook(
                means="""
                    The webhook sends something else than events of tickets: most likely it is connected to a trigger,
                    with a body of its own.
                """,
                look="""
                    - In Zendesk's Admin Center: what the webhook is connected to, and its activity.
                """,
                mend="""
                    - Make a webhook that is subscribed to the events of tickets, as
                      [the page on the helpdesk](../helpdesk.md) has it.
                """,
            ),
        ),
    ),
)
