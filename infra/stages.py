"""The stages: every size and limit that differs between a laptop, a trial account and the shop, in one place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

API_TIMEOUT_S = 25  # API Gateway gives up at 29 s; the function must be able to say so first
AUTHORIZER_TIMEOUT_S = 5  # one lookup by key; a shopper's patience is spent elsewhere
WORKER_TIMEOUT_S = 30  # a batch of ten messages, each a commit or two and at most one foreign call
STREAM_TIMEOUT_S = 30
SCHEDULE_TIMEOUT_S = 120  # a sweep pages through what is due, bounded by its own limit
OPERATOR_TIMEOUT_S = 30

VISIBILITY_FACTOR = 6  # AWS's advice: a message must stay hidden through the function's retries on throttling
MAX_RECEIVES = 5  # then the message is a poison one and goes to the dead-letter queue
QUEUE_DAYS = 14  # the longest SQS keeps a message: time to mend a consumer


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one caller, that is one address, may do. An office behind one address does not feel it."""

    unpaid_orders: int = 100  # that hold stock beside each other
    unpaid_units: int = 1000  # that they hold together; a single order may hold more
    unpaid_share_percent: int = 50  # of a variant's units on sale, that several unpaid orders may hold
    unpaid_share_floor: int = 10  # units that they may hold of it anyway
    unpaid_lapses: int = 3  # a day, expired or given up; from then on even the first order gets the share only
    carts_per_hour: int = 600
    payment_calls_per_hour: int = 60  # for one order's payment again; each asks Stripe
    free_orders_per_address: int = 10  # a day, with nothing to pay
    free_orders_per_email: int = 5


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One place the shop is deployed to. The flags below `is_local` are off where the local cloud cannot take them."""

    name: str
    is_local: bool = False
    account: str | None = None  # None: the account and region of whoever deploys
    region: str | None = None

    keeps_data: bool = False  # tables, buckets and secrets outlive the stack, deletion is refused, backups run
    has_alarms: bool = True  # and the dashboard
    has_access_logs: bool = True
    reserves_concurrency: bool = False  # a new account has ten concurrent runs in all and cannot spare any

    memory_mb: int = 512  # CPU comes with memory; below this a cold start is felt
    log_days: int = 14
    log_level: str = "INFO"
    requests_per_second: int = 50
    requests_burst: int = 100
    worker_concurrency: int = 5  # per queue, so that a backlog cannot starve the shoppers
    cors_origins: Sequence[str] = ()

    hold_minutes: int = 30  # how long an unpaid order keeps its stock
    free_hold_minutes: int = 24 * 60  # how long one with nothing to pay does, until its shopper has read the letter
    shows_stock: bool = False  # whether shoppers see how many units there are, or only whether there are any
    limits: Limits = field(default_factory=Limits)
    processing_days: int = 7  # how long one keeps it that a bank is at; a debit takes up to five working days
    card_tries_max: int = 10  # declined cards on one order, then its payment is given up
    # The shop as its letters show it. Until they are set, every one of these names an example.
    shop_name: str = "Example Shop"
    shop_url: str = "https://shop.example.com"
    order_url: str = "https://shop.example.com/orders/{order_id}?token={token}"  # the token is the header Order-Token
    confirm_url: str = "https://shop.example.com/orders/{order_id}/confirm?token={token}"  # for orders without charge
    contact: str = "help@example.com"  # as letters say it: an address, a number, or both
    mail_from: str = "shop@example.com"  # its domain must be verified with SES
    mail_reply_to: str = "help@example.com"
    mail_footer: Sequence[str] = ("Example Shop, 1 Example Street, 12345 Example City",)  # the imprint, line by line
    default_currency: str = "USD"  # that a shop front begins with
    default_locale: str = "en"  # of letters, where nothing tells the shopper's
    locales: Sequence[str] = ("en", "de")  # the languages that letters may be in: each needs its words
    staff_mail: str = "staff@example.com"
    alarm_mail: str | None = None  # who is told; None: nobody but the console


LOCAL = Stage(
    name="local",
    is_local=True,
    account="000000000000",
    region="us-east-1",
    has_alarms=False,
    has_access_logs=False,
    requests_per_second=10_000,
    requests_burst=10_000,
    cors_origins=("*",),
)

DEV = Stage(name="dev", log_level="DEBUG", cors_origins=("http://localhost:3000",))

PROD = Stage(
    name="prod",
    keeps_data=True,
    reserves_concurrency=True,
    memory_mb=1024,
    log_days=90,
    requests_per_second=1_000,
    requests_burst=2_000,
    worker_concurrency=20,
    cors_origins=("https://shop.example.com",),
)

STAGES = {stage.name: stage for stage in (LOCAL, DEV, PROD)}


def storefront(stage: Stage) -> dict[str, str]:
    """What shop fronts are told of the shop, by its names in the environment; lists as JSON."""
    return {
        "SHOP_NAME": stage.shop_name,
        "DEFAULT_CURRENCY": stage.default_currency,
        "DEFAULT_LOCALE": stage.default_locale,
        "LOCALES": json.dumps(stage.locales),
    }


def letterhead(stage: Stage) -> dict[str, str]:
    """The settings of those who write letters, by their names in the environment; lists as JSON."""
    return {
        "SHOP_NAME": stage.shop_name,
        "SHOP_URL": stage.shop_url,
        "ORDER_URL": stage.order_url,
        "CONFIRM_URL": stage.confirm_url,
        "CONTACT": stage.contact,
        "MAIL_FROM": stage.mail_from,
        "MAIL_REPLY_TO": stage.mail_reply_to,
        "MAIL_FOOTER": json.dumps(stage.mail_footer, ensure_ascii=False),
        "STAFF_MAIL": stage.staff_mail,
        "DEFAULT_LOCALE": stage.default_locale,
        "LOCALES": json.dumps(stage.locales),
    }
