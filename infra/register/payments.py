"""What payments count."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

LONG = 3  # runs of five minutes: one full run is a busy day, and goes on by itself
SEVERAL_REFUSED = 5  # in five minutes; anybody can send one

_MONEY_OF_ORDER = """
    - Everything on the order's money is one query:
    $ aws dynamodb query --table-name $SHOP-payments --key-condition-expression 'pk = :pk'
        --expression-attribute-values '{":pk": {"S": "ORDER#ORDER_ID"}}'
"""

WORDS = (
    Word("StripeEventsKept", "events of Stripe's that concern the shop, kept and said"),
    Word("SecondsToHear", "from Stripe's event received to what it says applied", is_measured=True),
    Word("StripeEventsDuplicate", "events that Stripe sent before"),
    Word("StripeEventsIgnored", "events of types that the shop does not use"),
    Word("StripeEventsForeign", "events of another shop, account or mode: kept, and never applied"),
    Word(
        "StripeEventsUnreadable",
        "events that Stripe signed and the code cannot read, answered 400",
        Alarm(
            level=Level.TICKET,
            says="Stripe signed an event that the code cannot read.",
            runbook=Runbook(
                means="""
                    A webhook has another form than expected: most likely its endpoint at Stripe has another API
                    version. Stripe sends it again for three days. Until then the sweeper asks Stripe after each
                    payment, so that orders are placed late, and not never.
                """,
                look="""
                    - Which version the endpoint has: Stripe's dashboard, Developers, Webhooks. There stands the
                      refused event's body, too.
                    - Whether it is all of them: `StripeEventsKept` beside it on the dashboard.
                """,
                mend="""
                    - Make an endpoint with the API version of the SDK in `requirements/`, put its secret into
                      `stripe_webhook_secret` (`current`, and the old one as `previous`), and take the old one away.
                    - Then let Stripe send again what it could not deliver: `stripe events resend`, or the dashboard.
                """,
            ),
        ),
    ),
    Word(
        "WebhookSignaturesRefused",
        "requests to Stripe's webhook whose signature does not fit, answered 400",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL_REFUSED,
            says="Stripe's webhooks do not verify: a wrong secret, or somebody tries.",
            runbook=Runbook(
                means="""
                    Nothing was written. Where Stripe's own are refused, orders are placed only when the sweeper asks,
                    five minutes later or more.
                """,
                look="""
                    - Whether good ones come besides: `stripe_event_kept`.
                    $ aws logs tail /aws/lambda/$SHOP-payments-stripe_webhook --since 30m --filter-pattern
                        stripe_event_kept
                    - When the secret was changed:
                    $ aws secretsmanager list-secret-version-ids --secret-id $SECRETS/stripe_webhook_secret
                    - Whether Stripe's dashboard shows failed deliveries.
                """,
                mend="""
                    - No good ones: put the endpoint's signing secret (`whsec_…`) into `current` of
                      `stripe_webhook_secret`; while it changes, the one before into `previous`. It counts within five
                      minutes.
                    - Good ones come: somebody tries. Nothing has to be done.
                """,
            ),
        ),
    ),
    Word(
        "StripeEventsQuarantined",
        "events of Stripe's about an amount, a currency or an id that is not ours: kept, never applied",
        Alarm(
            level=Level.TICKET,
            says="Stripe told an amount, a currency or an id that is not ours.",
            runbook=Runbook(
                means="""
                    What Stripe says does not fit our row, so nothing was booked. Money may have moved of which the
                    ledger does not know: an order may be paid and not placed.
                """,
                look="""
                    - Which event and why: `stripe_event_id`, and `code`, such as `other_amount`, `other_reference`,
                      `unknown_payment`, `unknown_refund`.
                    $ aws logs tail /aws/lambda/$SHOP-payments-on_stripe_event --since 6h --filter-pattern
                        stripe_event_quarantined
                    - The kept event, `quarantined` says the same:
                    $ aws dynamodb query --table-name $SHOP-payments --key-condition-expression 'pk = :pk'
                        --expression-attribute-values '{":pk": {"S": "STRIPE#EVENT_ID"}}'
                """
                + _MONEY_OF_ORDER
                + """
                    - The same PaymentIntent in Stripe's dashboard, with its metadata `payment_id` and `order_id`.
                """,
                mend="""
                    - Somebody made or changed it in Stripe's dashboard: refund it there, where it was not meant; a
                      refund of one of our payments is heard of and booked.
                    - Another system uses the account with our metadata: give it an account of its own.
                    - Neither: it is a fault of ours. Do not change rows by hand; refund in the dashboard, tell the
                      shopper, and write the test with the kept event.
                """,
            ),
        ),
    ),
    Word(
        "PaymentsNotResumed",
        "payments and refunds that were due to be asked after, and could not be dealt with",
        Alarm(
            level=Level.TICKET,
            says="Stripe contradicts a row of ours, or a row cannot be read.",
            runbook=Runbook(
                means="""
                    The sweeper passed over a payment or a refund and goes on with the others. That one stays as it
                    is; it is asked after again, less and less often.
                """,
                look="""
                    - Which one, and what was raised: `order_id`, `object_id`, `error`, `at`.
                    $ aws logs tail /aws/lambda/$SHOP-payments-resume_payments --since 6h --filter-pattern not_resumed
                """
                + _MONEY_OF_ORDER
                + """
                    - The same at Stripe, by `provider_reference`.
                """,
                mend="""
                    - `StripeRefused` or `Contradiction`: as with
                      [StripeEventsQuarantined](StripeEventsQuarantined.md), find who is right. Stripe's word is the
                      money.
                    - Anything else is a fault of the code: mend it with a test, deploy the domain payments, and run
                      the sweeper.
                    $ aws lambda invoke --function-name $SHOP-payments-resume_payments run.json
                """,
            ),
        ),
    ),
    Word(
        "ResumingBehind",
        "runs of the payments' sweeper that ended with some left over",
        Alarm(
            level=Level.TICKET,
            times=LONG,
            says="More payments and refunds are due than the sweeper can ask after.",
            runbook=Runbook(
                means="""
                    For a quarter of an hour each run ended before its list did. Where webhooks come, this delays only
                    what they did not tell; where they do not, orders are placed late or expire though they are paid.
                """,
                look="""
                    - Whether webhooks come: `StripeEventsKept` on the dashboard.
                    - Whether Stripe is slow: `done_count` of each run, and `stripe_failed`.
                    $ aws logs tail /aws/lambda/$SHOP-payments-resume_payments --since 30m --filter-pattern
                        payments_resumed
                """,
                mend="""
                    - Webhooks do not come: mend that first, see
                      [WebhookSignaturesRefused](WebhookSignaturesRefused.md).
                    - Stripe is slow: the sweeper catches up by itself when that has passed.
                    - Neither: somebody makes orders that nobody pays; see [ExpiryBehind](ExpiryBehind.md).
                """,
            ),
        ),
    ),
    Word(
        "StripeUnavailable",
        "runs of the sweeper that ended because Stripe did not answer",
        Alarm(
            level=Level.TICKET,
            times=LONG,
            says="Stripe has not answered the sweeper for a quarter of an hour.",
            runbook=Runbook(
                means="""
                    Checkouts are answered 503 `payment_unavailable`: the orders stand, and the same request goes on
                    later. Refunds wait. Where it lasts, the objective of checkout pages besides.
                """,
                look="""
                    - [Stripe's own page](https://status.stripe.com), and what we see: `status` of `stripe_failed`.
                    $ aws logs tail /aws/lambda/$SHOP-payments-resume_payments --since 30m --filter-pattern
                        stripe_failed
                    - `status` 401 or 403 is not an outage: the key is wrong or has not the right.
                """,
                mend="""
                    - An outage: nothing has to be done. Where it takes longer than `hold_minutes`, set that higher in
                      `shop.toml` and deploy orders, so that new orders live longer.
                    - The key: put a good one into `stripe_api_key`; it counts within five minutes.
                    - Afterwards look into the dead letters of `payments-move_money` and redrive them: it does no
                      harm.
                """,
            ),
        ),
    ),
)
