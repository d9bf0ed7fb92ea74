"""What the shared ground counts, in every domain that stands on that part of it."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

MANY_LIMITED = 50  # in five minutes; now and then somebody clicks too often
SEVERAL_REFUSED = 5  # one that came too late is the order of the day

OF_APIS = (
    Word(
        "UnexpectedErrors",
        "requests answered 500, since what was raised is no documented problem",
        Alarm(
            level=Level.TICKET,
            says="A request was answered 500: a fault of ours.",
            runbook=Runbook(
                means="""
                    The code raised what it did not foresee. Nothing was committed: the client may send the same
                    request again, with the same Idempotency-Key. While one bug hits few requests the shop sells on;
                    where it hits checkouts, the objective of checkout pages besides.
                """,
                look="""
                    - Which function, which error, and where in the code: `error` is its class, `at` the way to it.
                    $ aws logs tail /aws/lambda/$SHOP-orders-store_api --since 1h --filter-pattern unexpected
                    - The same for the other APIs of the domain that the alarm names. The line's `correlation_id` is
                      the Request-Id that the client saw; the `request` line with the same one tells route and caller.
                    - Did it begin with a deployment? The API's functions tell when they were last changed.
                    $ aws lambda get-function-configuration --function-name $SHOP-orders-store_api --query
                        LastModified
                """,
                mend="""
                    - Where it began with a deployment, deploy the release before: `make deploy STAGE=prod
                      DOMAIN=orders` from its tag.
                    - Otherwise write the test that shows it, mend it, and deploy the domain alone.
                """,
            ),
        ),
    ),
)

OF_WORKERS = (
    Word(
        "NewsRefused",
        "events that a worker heard and the rules refused for good: done, and on the record",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL_REFUSED,
            says="Events are refused by the domain that hears them: two domains do not agree.",
            runbook=Runbook(
                means="""
                    A domain said something, and the rules of another say that it cannot be. The message is done and
                    will not come again. One now and then is a race that was lost; several have one cause.
                """,
                look="""
                    - Which event, and what the rules said: `type` and `code` of the line.
                    $ aws logs tail /aws/lambda/$SHOP-orders-on_fulfillment --since 1h --filter-pattern news_refused
                    - Take the `event_id` and look at the object in the domain that said it and in the one that heard:
                      which of them is right?
                """,
                mend="""
                    - Mend the rule that is wrong, and deploy its domain.
                    - What was refused meanwhile is noted as heard, so that a replay from the archive changes nothing.
                      Bring the objects to where they belong by the admin API, one by one.
                """,
            ),
        ),
    ),
)

OF_KEPT_ANSWERS = (
    Word(
        "AnswersNotOurs",
        "kept answers that cannot be opened with the secret `answers_key`",
        Alarm(
            level=Level.PAGE,
            says="A kept answer cannot be opened: answers_key was changed without the previous one.",
            runbook=Runbook(
                means="""
                    Requests that are sent again, and checkouts that go on after a failure of Stripe's, are answered
                    500, because the answer that was kept for them is locked with another key. New requests work.
                """,
                look="""
                    - Which versions the secret has, and when it was changed:
                    $ aws secretsmanager list-secret-version-ids --secret-id $SECRETS/answers_key
                """,
                mend="""
                    - Put the key before into the field `previous` beside `current`: both open, only `current` locks.
                      Functions read a secret anew within five minutes.
                    $ aws secretsmanager get-secret-value --secret-id $SECRETS/answers_key --version-stage AWSPREVIOUS
                    - Where the old key is lost for good, answers that it locked are lost with it: their keys count
                      again after 30 days. Tell clients that hang on one to use a new Idempotency-Key.
                """,
            ),
        ),
    ),
)

OF_LIMITS = (
    Word(
        "CallersLimited",
        "requests answered 429, since their caller was beyond a limit of its own",
        Alarm(
            level=Level.TICKET,
            at_least=MANY_LIMITED,
            says="Callers meet their limits: somebody tries, or the edge does not prove itself.",
            runbook=Runbook(
                means="""
                    Either somebody makes carts, or asks for payments, faster than any shopper does; or all shoppers
                    count as one caller, because the edge in front sends no `Origin-Verify`, or another value than the
                    secret's. In the second case nobody can buy much longer.
                """,
                look="""
                    - Whether it is one route and one kind of caller, or all: `status` 429 in the `request` lines.
                    $ aws logs tail /aws/lambda/$SHOP-orders-store_api --since 30m --filter-pattern '{ $.status = 429
                        }'
                    - Whether the edge sends what the secret says:
                    $ aws secretsmanager list-secret-version-ids --secret-id $SECRETS/origin_secret
                """,
                mend="""
                    - The edge: it must send `Origin-Verify` as the secret has it, and who connected;
                      [the edge's page](../edge.md) says how ours does, and
                      [infra/README.md](../../../infra/README.md) how another CDN has to.
                    - Somebody tries: the limits hold, nothing has to be done. Block the address at the edge where it
                      costs too much.
                    - A fair caller, such as a till behind one address: raise its limit under `[stages.prod.limits]`
                      in `shop.toml` and deploy.
                """,
            ),
        ),
    ),
    Word(
        "LimitsNotCounted",
        "requests that were let through uncounted, since the table `limits` did not answer",
        Alarm(
            level=Level.TICKET,
            says="The table of limits did not answer; nobody was limited.",
            runbook=Runbook(
                means="""
                    A caller's counter could not be moved, and nobody is turned away for that. The shop sells; what is
                    gone meanwhile is the brake for carts and payment calls.
                """,
                look="""
                    - Whether the table throttles or fails:
                    $ aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name WriteThrottleEvents
                        --dimensions Name=TableName,Value=$SHOP-limits --start-time $FROM --end-time $TO --period 300
                        --statistics Sum
                    $ aws dynamodb describe-table --table-name $SHOP-limits --query Table.TableStatus
                """,
                mend="""
                    - DynamoDB away or throttling for minutes: it passes; see AWS's health page.
                    - One caller that hammers one counter makes a hot item: block the address at the edge.
                """,
            ),
        ),
    ),
)
