"""Payments: Stripe, what it told us, the ledger, and money on its way back."""

from events import PaymentVoidRequested, RefundRequested, StripeEventReceived
from functions.payments.table import SPEC, UNSETTLED
from infra.plan import Api, Domain, Publisher, Schedule, Worker
from infra.register.objectives import WEBHOOKS
from infra.register.payments import WORDS

STRIPE_TIMEOUT_S = 60  # a void may ask Stripe three times, and each answer may take 17 s in bad weather

PAYMENTS = Domain(
    "payments",
    table=SPEC,
    functions=[
        Api(
            "stripe_webhook",
            serves_exactly=["/webhooks/stripe"],
            writes=["payments"],
            secrets=["stripe_webhook_secret", "stripe_api_key"],  # the key only says whether the money is real
        ),
        Worker(
            "on_stripe_event",
            hears=[StripeEventReceived],
            writes=["payments"],
            calls_stripe=True,
            timeout_s=STRIPE_TIMEOUT_S,
        ),
        Worker(
            "move_money",
            hears=[RefundRequested, PaymentVoidRequested],
            writes=["payments"],
            calls_stripe=True,
            timeout_s=STRIPE_TIMEOUT_S,
        ),
        Api("admin_api", serves=["/admin/payments"], is_admin=True, reads=["payments"], secrets=["cursor_key"]),
        Publisher("publish_events"),
        Schedule("resume_payments", every_minutes=1, writes=["payments"], lists=[UNSETTLED], calls_stripe=True),
    ],
    words=WORDS,
    objectives=[WEBHOOKS],
)
