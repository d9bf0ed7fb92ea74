"""The stages: every size and limit that differs between a laptop, a trial account and the shop, in one place."""

import json
from dataclasses import asdict, field
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from infra.names import Names
from infra.settings.kinds import (
    Account,
    CartsPage,
    CertificateArn,
    Count,
    Currency,
    Domain,
    HelpdeskProvider,
    KeyArn,
    Language,
    Line,
    LinksPage,
    LogDays,
    LogLevel,
    MailAddress,
    Metadata,
    OrdersPage,
    Origin,
    Page,
    PerAddress,
    Percent,
    Prefix,
    ProviderName,
    Region,
    SecretArn,
    SenderName,
    Sum,
    TicketsPage,
    minor_units,
)

API_TIMEOUT_S = 25  # API Gateway gives up at 29 s; the function must be able to say so first
AUTHORIZER_TIMEOUT_S = 5  # one lookup by key; a shopper's patience is spent elsewhere
WORKER_TIMEOUT_S = 30  # a batch of ten messages, each a commit or two and at most one foreign call
STREAM_TIMEOUT_S = 30
SCHEDULE_TIMEOUT_S = 120  # a sweep pages through what is due, bounded by its own limit
OPERATOR_TIMEOUT_S = 30
JOB_TIMEOUT_S = 900  # Lambda's most: a step may list, or put together, all that a job is about

VISIBILITY_FACTOR = 6  # AWS's advice: a message must stay hidden through the function's retries on throttling
MAX_RECEIVES = 5  # then the message is a poison one and goes to the dead-letter queue
QUEUE_DAYS = 14  # the longest SQS keeps a message: time to mend a consumer

# A class is a table of `shop.toml`, a field a setting; what stands below a field is its meaning in all that is written.
CHECKED = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Limits:
    """What one caller, that is one address, may do. An office behind one address does not feel it."""

    unpaid_orders: Count = 100
    """Unpaid orders that hold stock beside each other."""
    unpaid_units: Count = 1000
    """Units that they hold together; a single order may hold more."""
    unpaid_share_percent: Percent = 50
    """Of a variant's units on sale, how many several unpaid orders may hold."""
    unpaid_share_floor: Count = 10
    """Units that they may hold of it anyway."""
    unpaid_lapses: Count = 3
    """A day, orders expired or given up; from then on even the first order gets the share only."""
    carts_per_hour: Count = 600
    """New carts."""
    payment_calls_per_hour: Count = 60
    """Calls for one order's payment again; each asks Stripe."""
    free_orders_per_address: Count = 10
    """A day, orders with nothing to pay."""
    free_orders_per_email: Count = 5
    """A day, orders with nothing to pay for one e-mail address."""


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Approvals:
    """What staff do only once a second person has approved it. Nothing, unless it is said here."""

    refunds_above: tuple[Sum, ...] = Field(default=(), examples=[("USD 500.00",)])
    """Refunds, also by a cancellation, by which more goes back of one order in all; a sum a currency."""
    roles: bool = False
    """Invitations, and changes of members and of roles by which somebody may do more than before."""
    keys: bool = False
    """API keys that may move money (`payments:write`)."""
    erasures: bool = False
    """Erasures of customers and guests that staff ask for; what customers ask for themselves waits for nobody."""
    hours: Annotated[int, Field(ge=1, le=720)] = 72
    """How long there is to approve."""

    def __post_init__(self) -> None:
        currencies = [each.partition(" ")[0] for each in self.refunds_above]
        if len(currencies) != len(set(currencies)):
            raise ValueError("refunds_above has one sum for each currency")


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Consents:
    """What customers agree to by e-mail counts once they have followed the link in a letter (double opt-in)."""

    confirm_marketing: bool = True
    """Whether offers and news need it."""
    confirm_reviews: bool = True
    """Whether being asked what they think of what they bought needs it."""


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Secrets:
    """Secrets that are there already: each ARN takes the place of a secret that the deployment would make."""

    guest_key: SecretArn | None = None
    """Signs guests' tokens of carts and orders. Generated; never needs to be known."""
    session_key: SecretArn | None = None
    """Signs the sessions of customers. Generated; never needs to be known."""
    cursor_key: SecretArn | None = None
    """Signs the cursors of lists. Generated; never needs to be known."""
    confirm_key: SecretArn | None = None
    """Signs the links by which a free order is confirmed. Generated; never needs to be known."""
    reply_key: SecretArn | None = None
    """Marks the addresses by which answers to letters find their ticket. Generated; never needs to be known."""
    consent_key: SecretArn | None = None
    """Signs the links by which consents are confirmed and taken back. Generated; never needs to be known."""
    limits_key: SecretArn | None = None
    """Hides the addresses that are counted for limits. Generated; never needs to be known."""
    lookup_key: SecretArn | None = None
    """Hides the e-mail addresses that orders are found by. Generated; leave it as it is."""
    answers_key: SecretArn | None = None
    """Locks the answers that are kept for requests sent again. Generated; never needs to be known."""
    people_key: SecretArn | None = None
    """Locks the keys of people's data. Generated; never needs to be known. Lost, every person is erased."""
    token_key: SecretArn | None = None
    """API keys' secrets are drawn from it, so that none is kept. Generated; never needs to be known."""
    stripe_api_key: SecretArn | None = None
    """Stripe's secret key (sk_…). Generated as a placeholder: put the real one in."""
    stripe_webhook_secret: SecretArn | None = None
    """Signs what Stripe sends (whsec_…). Generated as a placeholder: put the real one in."""
    helpdesk_api_token: SecretArn | None = None
    """The API token at the helpdesk, where there is one. Generated as a placeholder: put the real one in."""
    helpdesk_webhook_secret: SecretArn | None = None
    """Signs what the helpdesk sends, where there is one. Generated as a placeholder: put the real one in."""
    origin_secret: SecretArn | None = None
    """What the edge sends as Origin-Verify. Generated; behind another CDN, give it to that one's origin."""
    carrier_webhook_secret: SecretArn | None = None
    """Sign what carriers send, a field each. Generated as a placeholder: knows no carrier."""


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Edge:
    """What stands in front of the API where `has_edge` is on: CloudFront with a firewall."""

    domain: Domain | None = Field(default=None, examples=["api.example.com"])
    """The shop's own name for the API; unset, the one that CloudFront gives. Your DNS leads it there."""
    certificate: CertificateArn | None = Field(
        default=None, examples=["arn:aws:acm:us-east-1:123456789012:certificate/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f"]
    )
    """Of `domain`, in AWS Certificate Manager. CloudFront takes it from us-east-1 alone."""
    closes_api: bool = True
    """Whether the API answers nobody else. Off while clients and senders of webhooks still move to the edge."""
    secret_turn: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """The change of `origin_secret` that CloudFront is at: 0 as it is generated, 1 with the first change, and so on."""
    requests_per_address: PerAddress = 3_000
    """In five minutes, what one address may ask for before it is refused."""
    webhooks_per_address: PerAddress = 20_000
    """In five minutes, what one address may send to `/webhooks`: Stripe and carriers send from few."""
    webhooks_per_second: Annotated[int, Field(ge=1, le=100_000)] = 200
    """How many webhooks the API takes on average, beside all else."""
    webhooks_burst: Annotated[int, Field(ge=1, le=100_000)] = 400
    """How many webhooks it takes at once."""

    def __post_init__(self) -> None:
        if (self.domain is None) != (self.certificate is None):
            raise ValueError("domain and certificate go together")


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Inbound:
    """Mail that comes in and becomes tickets, through Amazon SES."""

    address: MailAddress | None = Field(default=None, examples=["help@in.example.com"])
    """Where it comes in; unset, there is none. Its domain's MX record leads to SES, and letters of tickets say it."""
    keep_days: Annotated[int, Field(ge=1, le=90)] = 14
    """How long a mail is kept that could not be taken; one that was is gone at once."""


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Texts:
    """Text messages (SMS), with the code by which customers confirm that they want to be written to there."""

    is_on: bool = False
    """Whether any are sent, through Amazon SNS; off, nobody can agree to them (409 `texts_not_offered`)."""
    sender: SenderName | None = Field(default=None, examples=["Lindenhof"])
    """The name that they show, in countries that allow one; unset, a number of AWS's."""
    per_day: Count = 500
    """How many go out a day at most, whoever asks: what somebody could have the shop pay for."""


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Helpdesk:
    """A helpdesk in which staff answer: tickets and what is written to them go there, and answers come back."""

    provider: HelpdeskProvider | None = Field(default=None, examples=["zendesk"])
    """Whose it is; unset, staff answer in the shop itself, and nothing of this is deployed."""
    url: Page | None = Field(default=None, examples=["https://lindenhof.zendesk.com"])
    """Its address, under which `/api/v2` stands."""
    email: MailAddress | None = Field(default=None, examples=["storewright@example.com"])
    """The agent there whose API token the secret `helpdesk_api_token` is."""
    order_field: Annotated[int, Field(ge=1, le=10**15)] | None = Field(default=None, examples=[360001234567])
    """The id of the ticket field there that gets the order's id; unset, none does."""

    def __post_init__(self) -> None:
        given = [self.provider, self.url, self.email]
        if any(given) and not all(given):
            raise ValueError("provider, url and email go together")


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class SignIn:
    """How people sign in: staff and customers, each in a pool of Amazon Cognito."""

    letters_by_ses: bool = False
    """Whether `mail_from`, whose domain SES has verified, sends invitations and codes; off: Cognito, 50 a day."""
    staff_pages: tuple[Page, ...] = ()
    """Where the hosted sign-in page leads staff back to; without one there is no hosted page."""
    customer_pages: tuple[Page, ...] = ()
    """Where it leads customers back to."""
    passkeys_domain: Domain | None = Field(default=None, examples=["shop.example.com"])
    """The domain on whose pages customers may sign in with a passkey; unset, there are none."""


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Oidc:
    """A company's own sign-in, at which staff may prove who they are, by OpenID Connect."""

    name: ProviderName | None = Field(default=None, examples=["Keycloak"])
    """What it is called on the hosted page; unset, there is none."""
    issuer: Page | None = Field(default=None, examples=["https://login.example.com/realms/staff"])
    """Its address, under which `/.well-known/openid-configuration` stands."""
    client_id: Line | None = Field(default=None, examples=["storewright"])
    """The shop's name there."""
    client_secret: SecretArn | None = None
    """The shop's secret there, kept in Secrets Manager."""

    def __post_init__(self) -> None:
        given = [self.name, self.issuer, self.client_id, self.client_secret]
        if any(given) and not all(given):
            raise ValueError("name, issuer, client_id and client_secret go together")


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Saml:
    """A company's own sign-in, at which staff may prove who they are, by SAML 2.0."""

    name: ProviderName | None = Field(default=None, examples=["Entra"])
    """What it is called on the hosted page; unset, there is none."""
    metadata: Metadata | None = Field(default=None, examples=["https://login.example.com/saml/metadata"])
    """Where its metadata stand, or the file in which they were downloaded, from where it is deployed."""
    email: Line = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
    """The attribute in which it tells the e-mail address."""

    def __post_init__(self) -> None:
        if (self.name is None) != (self.metadata is None):
            raise ValueError("name and metadata go together")


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Shop:
    """The shop itself: the same in all stages, but where a stage says otherwise."""

    prefix: Prefix = "storewright"
    """How every name in the account begins: another one makes a second shop beside the first."""
    shop_name: Line = "Example Shop"
    """What letters and shop fronts call the shop."""
    shop_url: Page = "https://shop.example.com"
    """Where the shop's name leads in letters."""
    order_url: OrdersPage = "https://shop.example.com/orders/{order_id}?token={token}"
    """The page of an order that letters lead to; the token is what the page sends as Order-Token."""
    confirm_url: OrdersPage = "https://shop.example.com/orders/{order_id}/confirm?token={token}"
    """The page on which an order without charge is confirmed."""
    support_url: TicketsPage = "https://shop.example.com/support/{ticket_id}?token={token}"
    """The page of a question that letters lead to; the token is what the page sends as Ticket-Token."""
    cart_url: CartsPage | None = Field(default=None, examples=["https://shop.example.com/carts/{cart_id}"])
    """The page on which a company's admin and its buyer see a cart, signed in. Unset, their letters lead nowhere."""
    consent_url: LinksPage = "https://shop.example.com/consent?token={token}"
    """The page on which a consent is confirmed."""
    unsubscribe_url: LinksPage = "https://api.example.com/store/consents/unsubscribe?token={token}"
    """The API's own address, with this path: where letters, and mail programs by themselves, unsubscribe."""
    contact: Line = "help@example.com"
    """Where shoppers turn to, as letters say it: an address, a number, or both."""
    mail_from: MailAddress = "shop@example.com"
    """Who writes the letters. Its domain must be verified with SES."""
    mail_reply_to: MailAddress = "help@example.com"
    """Where an answer to a letter goes."""
    mail_footer: tuple[Line, ...] = ("Example Shop, 1 Example Street, 12345 Example City",)
    """The imprint below letters, line by line."""
    staff_mail: MailAddress = "staff@example.com"
    """Who hears of low stock and of refunds that failed."""
    default_currency: Currency = "USD"
    """The currency that a shop front begins with."""
    default_locale: Language = "en"
    """The language of letters where nothing tells the shopper's; one of `locales`."""
    locales: tuple[Language, ...] = ("en", "de")
    """The languages that letters may be in. Each needs its words."""
    shows_stock: bool = False
    """Whether shoppers see how many units there are, or only whether there are any."""
    hold_minutes: Annotated[int, Field(ge=5, le=1440)] = 30
    """How long an unpaid order keeps its stock."""
    free_hold_minutes: Annotated[int, Field(ge=5, le=43_200)] = 24 * 60
    """How long one with nothing to pay does, until its shopper has read the letter."""
    processing_days: Annotated[int, Field(ge=1, le=30)] = 7
    """How long one keeps it that a bank is at. A debit takes up to five working days."""
    card_tries_max: Annotated[int, Field(ge=1, le=100)] = 10
    """Declined cards on one order, then its payment is given up."""
    limits: Limits = field(default_factory=Limits)
    approvals: Approvals = field(default_factory=Approvals)
    consents: Consents = field(default_factory=Consents)


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class StageSettings(Shop):
    """What besides may differ from stage to stage: where it is, how large, and who is told."""

    account: Account | None = Field(default=None, examples=["123456789012"])
    """The account to deploy to; unset, that of whoever deploys."""
    region: Region | None = Field(default=None, examples=["eu-central-1"])
    """The region to deploy to; unset, that of whoever deploys."""
    keeps_data: bool = False
    """Whether tables, buckets and secrets outlive the stack, deletion is refused and backups run."""
    has_alarms: bool = True
    """Whether there are alarms, and the dashboard."""
    alarm_mail: MailAddress | None = Field(default=None, examples=["alarms@example.com"])
    """Who is told of alarms; unset, nobody but the console."""
    ticket_mail: MailAddress | None = Field(default=None, examples=["shop@example.com"])
    """Who is told of those that can wait for the morning; unset, `alarm_mail`."""
    runbook_url: Page | None = Field(default=None, examples=["https://git.example.com/shop/docs/operate/runbooks"])
    """Where the pages of docs/operate/runbooks can be read: alarms link them there; unset, they name the file."""
    has_access_logs: bool = True
    """Whether the API writes down its requests, without anything personal."""
    archive_days: Annotated[int, Field(ge=0, le=3650)] = 90
    """How long every event is kept to be replayed; 0: not at all."""
    reserves_concurrency: bool = False
    """Whether Lambdas reserve concurrent runs. A new account has ten in all and cannot spare any."""
    memory_mb: Annotated[int, Field(ge=256, le=10_240)] = 512
    """Memory of each Lambda. CPU comes with it; below 512 a cold start is felt."""
    log_days: LogDays = 14
    """How long logs are kept."""
    log_level: LogLevel = "INFO"
    """What is logged: this, and what is graver."""
    requests_per_second: Annotated[int, Field(ge=1, le=100_000)] = 50
    """How many requests the API takes on average."""
    requests_burst: Annotated[int, Field(ge=1, le=100_000)] = 100
    """How many requests it takes at once."""
    worker_concurrency: Annotated[int, Field(ge=2, le=1000)] = 5
    """Messages of one queue in work at a time, in batches, so that a backlog cannot starve the shoppers."""
    snap_start: bool = False
    """Whether the store's APIs start from a snapshot of themselves, taken as they are deployed."""
    provisioned_concurrency: Annotated[int, Field(ge=0, le=1000)] = 0
    """How many of each of the store's APIs always wait, started; 0: none. Paid by the hour. Not with `snap_start`."""
    canary_percent: Annotated[int, Field(ge=0, le=99)] = 0
    """Of a hundred requests, how many a new version of the store's APIs answers at first; 0: all at once."""
    canary_minutes: Annotated[int, Field(ge=5, le=120)] = 10
    """How long it does, before it answers all; an alarm meanwhile takes it back. A deployment waits for it."""
    cors_origins: tuple[Origin, ...] = ()
    """The shop fronts' origins: whose pages may call the API from a browser."""
    has_edge: bool = False
    """Whether CloudFront and its firewall stand in front of the API."""
    edge: Edge = field(default_factory=Edge)
    secrets_key: KeyArn | None = Field(
        default=None, examples=["arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f"]
    )
    """The key in KMS that secrets named by their ARN are under; unset, `aws/secretsmanager`, which needs no grant."""
    secrets: Secrets = field(default_factory=Secrets)
    sign_in: SignIn = field(default_factory=SignIn)
    inbound: Inbound = field(default_factory=Inbound)
    texts: Texts = field(default_factory=Texts)
    helpdesk: Helpdesk = field(default_factory=Helpdesk)
    staff_oidc: Oidc = field(default_factory=Oidc)
    staff_saml: Saml = field(default_factory=Saml)

    def __post_init__(self) -> None:
        if self.snap_start and self.provisioned_concurrency:
            raise ValueError("snap_start and provisioned_concurrency exclude each other")
        if self.canary_percent and not self.has_alarms:
            raise ValueError("canary_percent needs has_alarms: alarms take a new version back")


@dataclass(frozen=True, kw_only=True, config=CHECKED)
class Stage(StageSettings):
    """One place the shop is deployed to. The flags are off where the local cloud cannot take them."""

    name: str
    is_local: bool = False

    @property
    def names(self) -> Names:
        """What everything of it is called."""
        return Names(self.prefix, self.name)


LOCAL = Stage(
    name="local",
    is_local=True,
    account="000000000000",
    region="us-east-1",
    has_alarms=False,
    has_access_logs=False,
    archive_days=0,
    requests_per_second=10_000,
    requests_burst=10_000,
    cors_origins=("*",),
    sign_in=SignIn(staff_pages=("http://localhost:3000/",), customer_pages=("http://localhost:3000/",)),
    inbound=Inbound(address="help@in.example.com"),
    texts=Texts(is_on=True),
    helpdesk=Helpdesk(provider="zendesk", url="http://localhost", email="storewright@helpdesk.example"),
)

DEV = Stage(
    name="dev",
    log_level="DEBUG",
    cors_origins=("http://localhost:3000",),
    sign_in=SignIn(staff_pages=("http://localhost:3000/",), customer_pages=("http://localhost:3000/",)),
)

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
    has_edge=True,
)

STAGES = {stage.name: stage for stage in (LOCAL, DEV, PROD)}


def second_person(stage: Stage) -> dict[str, str]:
    """What waits for an approval, by its names in the environment (`shared.approvals.Rules`)."""
    sums = dict(minor_units(each) for each in stage.approvals.refunds_above)
    return {
        "APPROVE_REFUNDS_ABOVE": json.dumps(sums),
        "APPROVE_ROLES": str(stage.approvals.roles).lower(),
        "APPROVE_KEYS": str(stage.approvals.keys).lower(),
        "APPROVE_ERASURES": str(stage.approvals.erasures).lower(),
        "APPROVAL_HOURS": str(stage.approvals.hours),
    }


def double_opt_in(stage: Stage) -> dict[str, str]:
    """Which consents count once they are confirmed, by their names in the environment."""
    return {name.upper(): str(is_on).lower() for name, is_on in asdict(stage.consents).items()}


def text_messages(stage: Stage) -> dict[str, str]:
    """Whether text messages are sent, by its names in the environment; as whom and how many, where they are."""
    texts = stage.texts
    return {
        "SENDS_TEXTS": str(texts.is_on).lower(),
        "TEXT_SENDER": texts.sender or "",
        "TEXTS_PER_DAY": str(texts.per_day),
    }


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
        "SUPPORT_URL": stage.support_url,
        "CART_URL": stage.cart_url or "",
        "CONSENT_URL": stage.consent_url,
        "UNSUBSCRIBE_URL": stage.unsubscribe_url,
        "CONTACT": stage.contact,
        "MAIL_FROM": stage.mail_from,
        "MAIL_REPLY_TO": stage.mail_reply_to,
        "MAIL_FOOTER": json.dumps(stage.mail_footer, ensure_ascii=False),
        "INBOUND_ADDRESS": stage.inbound.address or "",
        "STAFF_MAIL": stage.staff_mail,
        "DEFAULT_CURRENCY": stage.default_currency,
        "DEFAULT_LOCALE": stage.default_locale,
        "LOCALES": json.dumps(stage.locales),
    }
