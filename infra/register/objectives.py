"""What shoppers are promised in numbers, and what of a day's trade is so steady that its end is an alarm."""

from infra.register.vocabulary import Late, Level, Lost, Objective, Runbook, Steady

CHECKOUT = Objective(
    name="checkout",
    promise="of checkouts are answered, if only by a no: not by 500 or 503, and not by silence",
    target_percent=99.5,
    days=30,
    at_least=3,  # one shopper's bad luck at night, with few others about, is not the shop's
    measured_by=Lost(of="CheckoutsAsked", lost="CheckoutsFailed", function="store_api"),
    runbook=Runbook(
        means="""
            Shoppers press the button and get an error. Their orders may stand all the same: the same request, sent
            again, goes on where it was. What is answered 409 or 422, sold out or changed, counts as answered.
        """,
        look="""
            - Is it us or Stripe? `stripe_failed` is Stripe; `unexpected` is a fault of ours.
            $ aws logs tail /aws/lambda/$SHOP-orders-store_api --since 1h --filter-pattern '?stripe_failed ?unexpected'
            - Neither: what runs too long or is throttled counts in too, since nobody counts inside of what was cut off.
            $ aws logs tail /aws/lambda/$SHOP-orders-store_api --since 1h --filter-pattern '"Task timed out"'
            - Did it begin with a deployment?
            $ aws lambda get-function-configuration --function-name $SHOP-orders-store_api --query LastModified
        """,
        mend="""
            - It began with a deployment: deploy the release before, the domain orders alone.
            - Stripe: see [StripeUnavailable](StripeUnavailable.md). A fault of ours: see
              [UnexpectedErrors](UnexpectedErrors.md). Timeouts and throttles: see [failing](failing.md).
        """,
    ),
)

PLACED = Objective(
    name="placed",
    promise="of orders are placed within 30 seconds after their payment was captured",
    target_percent=99.0,
    days=30,
    at_least=3,
    measured_by=Late(of="SecondsToPlaced", within_s=30),
    runbook=Runbook(
        means="""
            Paid orders are placed late: their letters come late, and an order whose time is over meanwhile expires and
            its money goes back.
        """,
        look="""
            - Where it stands still, from the front: does `payments-publish_events` fall behind or fail, does the queue
              of `orders-on_payment` grow, does the function fail?
            $ aws logs tail /aws/lambda/$SHOP-payments-publish_events --since 1h --filter-pattern failed
            $ aws logs tail /aws/lambda/$SHOP-orders-on_payment --since 1h --filter-pattern not_heard
            - Whether messages wait, and how many are in work:
            $ aws sqs get-queue-attributes --queue-url
              $(aws sqs get-queue-url --queue-name $SHOP-orders-on_payment --query QueueUrl --output text)
              --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible
        """,
        mend="""
            - The publisher: see [behind](behind.md) and [failing](failing.md); its sweep sends every minute what the
              stream did not.
            - The queue: see [waiting](waiting.md). Dead letters that were sent back count as late, once.
        """,
    ),
)

WEBHOOKS = Objective(
    name="webhooks",
    promise="of Stripe's events are applied within 30 seconds after they were received",
    target_percent=99.0,
    days=30,
    at_least=3,
    measured_by=Late(of="SecondsToHear", within_s=30),
    runbook=Runbook(
        means="""
            Between Stripe's webhook and the ledger something is slow: payments are captured late, and so orders are
            placed late.
        """,
        look="""
            - Whether the worker fails, and whether Stripe answers when it asks: `not_heard`, `stripe_failed`.
            $ aws logs tail /aws/lambda/$SHOP-payments-on_stripe_event --since 1h
              --filter-pattern '?not_heard ?stripe_failed'
            - Whether events wait:
            $ aws sqs get-queue-attributes --queue-url
              $(aws sqs get-queue-url --queue-name $SHOP-payments-on_stripe_event --query QueueUrl --output text)
              --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible
        """,
        mend="""
            - Stripe is away: nothing to do; the queue brings the events again, see
              [StripeUnavailable](StripeUnavailable.md).
            - Too many at once, as after an outage of Stripe's: it catches up; see [waiting](waiting.md) for more hands.
        """,
    ),
)

ORDERS_PLACED = Steady(
    name="fewer",
    of="OrdersPlaced",
    hours=2,
    deviations=3,
    level=Level.PAGE,
    says="For two hours fewer orders are placed than ever at this time of the week.",
    runbook=Runbook(
        means="""
            Nothing need have failed on our side: shoppers do not come through. The alarm learns two weeks of what is
            usual at each hour, and is quiet where little is usual.
        """,
        look="""
            - How far shoppers come, on the dashboard: `CartsCompleted` beside `OrdersPlaced`, and the API's requests.
            - No requests: the shop front, the domain's DNS, its certificate or the edge. Buy something yourself.
            - Requests, and no carts completed: the front's checkout, or what it is answered.
            $ aws logs tail /aws/lambda/$SHOP-orders-store_api --since 2h --filter-pattern '{ $.status > 399 }'
            - Carts completed, and no orders placed: Stripe's page in the front, or its webhooks.
            $ aws logs tail /aws/lambda/$SHOP-payments-stripe_webhook --since 2h --filter-pattern stripe_event_kept
        """,
        mend="""
            - The front began it with a release of its own: take it back.
            - Webhooks do not come: see [WebhookSignaturesRefused](WebhookSignaturesRefused.md).
            - A holiday, the end of a campaign: nothing to do; the alarm learns it.
        """,
    ),
)
