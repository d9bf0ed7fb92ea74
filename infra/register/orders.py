"""What orders count."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

LONG = 3  # runs of five minutes: one full run is a busy day, and goes on by itself

WORDS = (
    Word("CheckoutsAsked", "requests to complete a cart, answered however"),
    Word("CheckoutsFailed", "of those, the ones answered 5xx"),
    Word("CartsCompleted", "checkouts that became an order: its stock is set aside, its payment is open"),
    Word(
        "OrdersPlaced",
        "orders that are paid, or confirmed where nothing is to pay; a 0 is counted each minute",
    ),
    Word("SecondsToPlaced", "from a captured payment to its placed order", is_measured=True),
    Word("OrdersExpired", "orders whose money did not come in time"),
    Word("OrdersGivenUp", "orders that ended with their payment, before they were placed"),
    Word("OrdersWaitingForBank", "orders whose hold was made longer, once, since a bank is at their payment"),
    Word("MoneySentBack", "payments sent back, since their order had expired or was canceled when they came"),
    Word("MoneyBackAlready", "payments of dead orders that had been sent back before we heard of them"),
    Word(
        "OrdersNotExpired",
        "unpaid orders that are overdue and cannot expire",
        Alarm(
            level=Level.TICKET,
            says="An unpaid order cannot expire, and keeps its stock.",
            runbook=Runbook(
                means="""
                    The sweeper met an order that it cannot end, passed it over and goes on with the others. Its units
                    are set aside until it is mended; it is tried again every minute.
                """,
                look="""
                    - Which order, and what was raised: `order_id`, `error`, `at`.
                    $ aws logs tail /aws/lambda/$SHOP-orders-expire_unpaid --since 1h --filter-pattern not_expired
                    - What it is, and what was paid for it:
                    $ aws dynamodb query --table-name $SHOP-orders --key-condition-expression 'pk = :pk'
                        --expression-attribute-values '{":pk": {"S": "ORDER#ORDER_ID"}}'
                    $ aws dynamodb query --table-name $SHOP-payments --key-condition-expression 'pk = :pk'
                        --expression-attribute-values '{":pk": {"S": "ORDER#ORDER_ID"}}'
                """,
                mend="""
                    - A fault of the code: write the test with this order's items, mend it, deploy the domain orders.
                      The next run takes the order along.
                    - Its stock has to be free now: `POST /admin/orders/{id}/cancel`.
                """,
            ),
        ),
    ),
    Word(
        "ExpiryBehind",
        "runs of the sweeper of unpaid orders that ended with orders left over",
        Alarm(
            level=Level.TICKET,
            times=LONG,
            says="More orders lapse than the sweeper can take; their stock is held too long.",
            runbook=Runbook(
                means="""
                    For a quarter of an hour each run ended before its list did. A run takes some thousands a minute,
                    so either very many orders lapse, or each takes very long.
                """,
                look="""
                    - How many orders are made and lapse: `CartsCompleted`, `OrdersPlaced` and `OrdersExpired` on the
                      dashboard. Many made and few placed: somebody fills carts to block stock.
                    - How long a run takes, and whether the tables throttle:
                    $ aws logs tail /aws/lambda/$SHOP-orders-expire_unpaid --since 30m --filter-pattern REPORT
                    $ aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name WriteThrottleEvents
                        --dimensions Name=TableName,Value=$SHOP-orders --start-time $FROM --end-time $TO --period 300
                        --statistics Sum
                """,
                mend="""
                    - Somebody blocks stock: lower `unpaid_orders` and `unpaid_share_percent` under
                      `[stages.prod.limits]`, deploy, and block the addresses at the edge.
                    - A very good day: nothing has to be done, the sweeper catches up. Run it by hand besides, as
                      often as you like; it decides by the order, not by the list.
                    $ aws lambda invoke --function-name $SHOP-orders-expire_unpaid run.json
                """,
            ),
        ),
    ),
)
