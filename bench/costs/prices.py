"""What AWS asks for, in US dollars, and what has to be assumed besides to make money of counts.

Source: AWS's public price pages for us-east-1, on demand, without free tiers, volume discounts and taxes, as its author
remembers them, whose knowledge is of 2025; taken as prices as of 2026-11 and not looked up. Do that before you rely on
a sum, and change them here.
"""

from dataclasses import dataclass

AS_OF = "2026-11"
REGION = "us-east-1"
MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """dollars for so many units."""

    service: str
    what: str
    dollars: float
    units: float
    unit: str
    page: str  # of AWS's, where it stands

    @property
    def each(self) -> float:
        """Dollars for one."""
        return self.dollars / self.units


DYNAMO, LAMBDA, EVENTS = "Amazon DynamoDB pricing", "AWS Lambda pricing", "Amazon EventBridge pricing"
WATCH = "Amazon CloudWatch pricing"

READ = Price("DynamoDB", "read request units, on demand", 0.125, MILLION, "units", DYNAMO)
WRITE = Price("DynamoDB", "write request units, on demand", 0.625, MILLION, "units", DYNAMO)
STREAM = Price("DynamoDB", "stream reads by Lambda's own poller", 0.0, MILLION, "requests", DYNAMO)
INVOKE = Price("Lambda", "requests", 0.20, MILLION, "requests", LAMBDA)
COMPUTE = Price("Lambda", "duration on arm64, INIT included", 13.3334, MILLION, "GB-seconds", LAMBDA)
HTTP = Price(
    "API Gateway", "HTTP API requests, up to 512 KB each", 1.00, MILLION, "requests", "Amazon API Gateway pricing"
)
EVENT = Price("EventBridge", "custom events, 64 KB each", 1.00, MILLION, "events", EVENTS)
DELIVERY = Price("EventBridge", "delivery to SQS in the same account", 0.0, MILLION, "events", EVENTS)
TICK = Price("EventBridge", "Scheduler's invocations", 1.00, MILLION, "invocations", EVENTS)
QUEUE = Price("SQS", "standard requests, 64 KB each", 0.40, MILLION, "requests", "Amazon SQS pricing")
LOG = Price("CloudWatch", "logs, ingested", 0.50, 1e9, "bytes", WATCH)
MAIL = Price("SES", "mails sent", 0.10, 1000, "mails", "Amazon SES pricing")
FILE = Price("S3", "PUT requests", 0.005, 1000, "requests", "Amazon S3 pricing")

PRICES = (READ, WRITE, STREAM, INVOKE, COMPUTE, HTTP, EVENT, DELIVERY, TICK, QUEUE, LOG, MAIL, FILE)

# A message costs three requests: EventBridge sends it, Lambda's poller receives it and deletes it. Under load a poller
# takes up to ten at once, so this is the most.
REQUESTS_A_BATCH = 2  # receive, delete
POLLERS = 5  # that Lambda keeps at an idle queue,
POLL_S = 20  # each asking so often

# Lambda: what is billed is time, not work. Work was measured here as processor time, on whatever runs this; at
# MEMORY_MB a Lambda has a share of a processor. Waiting is assumed, a service's usual answer inside a region.
MEMORY_MB = 1024  # the stage `prod`
WHOLE_PROCESSOR_MB = 1769  # AWS's guide: at this memory a function has one vCPU
WAITS_S = {
    "read": 0.004,  # GetItem, BatchGetItem, Query
    "write": 0.006,  # PutItem, UpdateItem, BatchWriteItem
    "transaction": 0.012,
    "events": 0.012,
    "mail": 0.060,
    "file": 0.030,
    "stripe": 0.400,
}
COLD_SHARE = 0.005  # of runs that find no warm container; a busy shop has fewer, a sleepy one more
INIT_S = 1.0  # of a cold start, at full speed whatever the memory; bench/COLD_START.md measures it

LINES_OF_LAMBDA = 330  # bytes: START, END and REPORT, with 26 bytes that CloudWatch counts for each
LINE_OF_GATEWAY = 350  # bytes of an access log
