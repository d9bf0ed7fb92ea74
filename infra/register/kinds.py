"""The alarms that every function, queue and follower of a stream has, the API, and the edge."""

from infra.register.vocabulary import Kind, Runbook

WAITING_S = 300  # a message older than this means that shoppers wait for an answer
BEHIND_MS = 60_000  # a stream's follower a minute behind is stuck, not slow

_MONEY_WAITS = {
    "orders-on_payment": "Paid orders are not placed.",
    "payments-on_stripe_event": "What Stripe tells of payments is not heard.",
}
_FIND_CAUSE = """
    - Why: the function's log tells each failure with `error` (its class) and `at` (the way to it); a worker's line is
      `not_heard`, a schedule's or a follower's `failed`, an API's `unexpected`.
    $ aws logs tail /aws/lambda/$SHOP-$FUNCTION --since 3h --filter-pattern '?not_heard ?failed ?unexpected'
"""
_MEND_CODE = """
    - A fault of the code: write the test with that message, mend it, deploy the domain (`DOMAIN=… make deploy`).
"""

FAILING = Kind(
    name="failing",
    says="{title} raised an error or was throttled.",
    runbook=Runbook(
        means="""
            A run of the function ended in an error or a timeout, or was not begun because too many run already.
            Messages and stream records come again by themselves; a request to an API that timed out was answered 5xx.
        """,
        look="""
            - Errors or throttles? Both are on the dashboard under the function's name. A timeout's line is `Task
              timed out`.
        """
        + _FIND_CAUSE
        + """
            $ aws logs tail /aws/lambda/$SHOP-$FUNCTION --since 3h --filter-pattern '"Task timed out"'
            - Throttled: how many may run at a time in the account, and how many do.
            $ aws lambda get-account-settings
        """,
        mend="""
            - Once, and `Unavailable`: a service of AWS's was away for a moment, and the run is repeated. Nothing to
              do.
        """
        + _MEND_CODE
        + """
            - Timeouts: look at what it waits for in `at`; `memory_mb` of the stage gives it more CPU.
            - Throttles: ask AWS for more concurrent executions, or lower `worker_concurrency` in `shop.toml`.
        """,
    ),
)
DEAD_LETTERS = Kind(
    name="dead-letters",
    says="Something meant for {title} failed for good: see its dead-letter queue.",
    grave=_MONEY_WAITS,
    runbook=Runbook(
        means="""
            A message was tried five times, or a run or a stream's batch as often as it may be, and waits for a person
            now, 14 days at most. Nothing else stands still for it.
        """,
        look="""
            - How many, what each says, and what is known of why it failed:
            $ storewright dead-letters list --of $FUNCTION --stage prod
            $ storewright dead-letters show LETTER_ID --stage prod
            - A worker's message has the event in `detail`, its chain in `correlation_id`. A schedule's tells the run
              that failed, a follower's the place in the stream.
        """
        + _FIND_CAUSE,
        mend="""
            - Mend the cause first: what goes back unmended comes here again.
            - Then try them again: a worker's message goes back to its queue, a run by the clock or of a stream is made
              anew. Twice does no harm.
            $ storewright dead-letters redrive --of $FUNCTION --all --stage prod
            - Nobody needs it any more: a publisher's sweep has published what the stream did not, a schedule's next run
              has done what was missed, a watcher's next change of the same row has said it again.
            $ storewright dead-letters drop LETTER_ID --reason "…" --stage prod
        """,
    ),
)
WAITING = Kind(
    name="waiting",
    says=f"A message has waited for {{title}} for more than {WAITING_S} s.",
    at_least=WAITING_S,
    grave=_MONEY_WAITS,
    runbook=Runbook(
        means="""
            Messages come faster than they are worked on, or each fails and is tried again. What follows from them is
            late: orders are placed late, letters are written late.
        """,
        look="""
            - How many wait, and how many are in work:
            $ aws sqs get-queue-attributes --queue-url $(aws sqs get-queue-url --queue-name $SHOP-$FUNCTION --query
                QueueUrl --output text) --attribute-names ApproximateNumberOfMessages
                ApproximateNumberOfMessagesNotVisible
        """
        + _FIND_CAUSE
        + """
            - Whether its poller is on: `State` is `Enabled`.
            $ aws lambda list-event-source-mappings --function-name $SHOP-$FUNCTION
        """,
        mend="""
            - It fails: mend the cause; what waited goes on by itself.
            - It works, and too much comes: raise `worker_concurrency` in `shop.toml`, if the account has the
              concurrency, and deploy the domain.
            - Its poller is off: switch it on.
            $ aws lambda update-event-source-mapping --uuid UUID --enabled
        """,
    ),
)
BEHIND = Kind(
    name="behind",
    says=f"{{title}} follows its stream {BEHIND_MS // 1000} s late or more.",
    at_least=BEHIND_MS,
    runbook=Runbook(
        means="""
            A batch of the table's stream fails and is tried again, ten times and halved each time, and what comes
            after it waits. A publisher's events go out all the same, by its sweep every minute. Stock alerts wait.
        """,
        look=_FIND_CAUSE
        + """
            - The follower's state at Lambda: `LastProcessingResult` and `State`.
            $ aws lambda list-event-source-mappings --function-name $SHOP-$FUNCTION
        """,
        mend="""
            - It fails: mend the cause. A record that fails for good goes to the dead-letter queue after ten tries or
              six hours, and the others go on.
            - It works, and too much is written: it catches up by itself.
        """,
    ),
)
OF_API = Kind(
    name="5xx",
    says="A request was answered with 5xx.",
    runbook=Runbook(
        means="""
            The gateway answered for a Lambda that could not, or a Lambda answered 500 or 503. Clients may send the
            same request again, with the same Idempotency-Key.
        """,
        look="""
            - Which routes, in the gateway's own log: `integration_error` and `authorizer_error` tell whose fault it
              is.
            $ aws logs tail /aws/vendedlogs/$SHOP/api --since 1h --filter-pattern '{ $.status = "5*" }'
            - 500 with an `unexpected` line in the API's function: a fault of ours, see
              [UnexpectedErrors](UnexpectedErrors.md).
            - 503 `payment_unavailable`: Stripe, see [StripeUnavailable](StripeUnavailable.md). 503 `unavailable`: a
              service of AWS's did not answer.
            - Nothing in any function's log: it timed out or was throttled, see [failing](failing.md).
        """,
        mend="""
            - Staff's routes answer 500 and the store's do not: the authorizer cannot read its table. That passes with
              DynamoDB; no decision is made without it.
            - Whatever began with a deployment: deploy the release before.
        """,
    ),
)
OF_EDGE = Kind(
    name="stale-pages",
    says="CloudFront was not told to forget pages that staff have changed.",
    runbook=Runbook(
        means="""
            What staff change of products, prices and stock is heard by a pipe, which has a state machine call
            CloudFront. One of the two failed for good. Nothing is lost: a page is seen for as long as its
            `Cache-Control` lets it be, a minute, and is made anew then.
        """,
        look="""
            - The calls that failed, and the first one's reason:
            $ aws stepfunctions list-executions --status-filter FAILED --state-machine-arn $(aws stepfunctions
                list-state-machines --query "stateMachines[?name=='$SHOP-forget_pages'].stateMachineArn" --output text)
            $ aws stepfunctions describe-execution --execution-arn EXECUTION
            - The pipe before it: `CurrentState` is `RUNNING`, and if not, `StateReason` says why.
            $ aws pipes describe-pipe --name $SHOP-forget_pages
        """,
        mend="""
            - `TooManyInvalidationsInProgress`: more changes at once than CloudFront takes. An import should write many
              items at a time.
            - Access denied: deploy the stage again, which gives the two what they may do.
            - The pipe stands still: start it.
            $ aws pipes start-pipe --name $SHOP-forget_pages
            - A page must not be seen for even a minute: forget all of them by hand.
            $ aws cloudfront create-invalidation --distribution-id DISTRIBUTION --invalidation-batch
                'Paths={Quantity=1,Items=[/store/*]},CallerReference=by-hand-1'
        """,
    ),
)
KINDS = (FAILING, DEAD_LETTERS, WAITING, BEHIND, OF_API, OF_EDGE)
