"""What fulfillment counts."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

SEVERAL = 10  # in five minutes; one may be a stray

WORDS = (
    Word(
        "CarrierWebhooksForged",
        "carriers' webhooks whose signature does not fit, answered 400",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL,
            says="Carriers' webhooks do not verify: somebody guesses, or a secret was changed on one side only.",
            runbook=Runbook(
                means="""
                    Nothing was written. Where a carrier's own webhooks are refused, its parcels stand still in the
                    shop, and orders are never delivered.
                """,
                look="""
                    - Which carrier: the path of the refused requests.
                    $ aws logs tail /aws/lambda/$SHOP-fulfillment-carrier_webhook --since 1h --filter-pattern '{
                        $.status = 400 }'
                    - Whether good ones come too, beside the forged: `carrier_event_kept`.
                    $ aws logs tail /aws/lambda/$SHOP-fulfillment-carrier_webhook --since 1h --filter-pattern
                        carrier_event_kept
                """,
                mend="""
                    - All of a carrier's are refused: compare the secrets, then what is signed
                      (`timestamp.path.body`), then the clocks; five minutes are allowed.
                    - After a change, put the old secret beside the new one, as `ups_previous` beside `ups`, in
                      `carrier_webhook_secret`; both count.
                    - Good ones come beside forged ones: somebody guesses. Nothing has to be done.
                    - Ask the carrier to send again what was refused: an event counts once.
                """,
            ),
        ),
    ),
    Word(
        "CarrierEventsQuarantined",
        "carriers' reports on a number that no parcel has",
        Alarm(
            level=Level.TICKET,
            at_least=SEVERAL,
            says="Carriers report parcels that the shop does not know: they leave without being recorded.",
            runbook=Runbook(
                means="""
                    The reports are kept for 30 days and applied as soon as a parcel gets their number. Many at once
                    mean that parcels leave the house without a fulfillment, or with another number.
                """,
                look="""
                    - Which carrier and which events:
                    $ aws logs tail /aws/lambda/$SHOP-fulfillment-on_tracking --since 6h --filter-pattern
                        carrier_event_quarantined
                    - What one of them says, its number above all:
                    $ aws dynamodb query --table-name $SHOP-fulfillment --key-condition-expression 'pk = :pk'
                        --expression-attribute-values '{":pk": {"S": "CARRIER_EVENT#ups#EVENT_ID"}}'
                """,
                mend="""
                    - The parcel is not recorded: `POST /admin/orders/{id}/fulfillments` with its number.
                    - It has another number: `POST /admin/fulfillments/{id}/tracking` with the right one.
                    - Another shop's parcels under the same account: let the carrier send its webhooks there.
                """,
            ),
        ),
    ),
)
