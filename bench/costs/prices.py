"""What AWS asks for, in US dollars, and what has to be assumed besides to make money of counts.

Source: AWS's public price pages for us-east-1, on demand, without free tiers, volume discounts and taxes, as its author
remembers them, whose knowledge is of 2025; taken as prices as of 2026-11 and not looked up. Do that before you rely on
a sum, and change them here.
"""

from dataclasses import dataclass

AS_OF = "2026-11"
REGION = "us-east-1"
MILLION = 1_000_000
MONTH_S = 30 * 86_400


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
WATCH, CDN = "Amazon CloudWatch pricing", "Amazon CloudFront pricing"

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

# By what there is, an hour or a month long.
ALARM = Price("CloudWatch", "alarms at the standard resolution", 0.10, 1, "metric and month", WATCH)
COMPOSITE = Price("CloudWatch", "composite alarms", 0.50, 1, "alarm and month", WATCH)
DASHBOARD = Price("CloudWatch", "dashboards", 3.00, 1, "dashboard and month", WATCH)
METRIC = Price("CloudWatch", "custom metrics, by the hour in which they are sent", 0.30, 1, "metric and month", WATCH)
SECRET = Price("Secrets Manager", "secrets", 0.40, 1, "secret and month", "AWS Secrets Manager pricing")
KEY = Price("KMS", "keys of one's own", 1.00, 1, "key and month", "AWS KMS pricing")
WEB_ACL = Price("WAF", "web ACLs", 5.00, 1, "web ACL and month", "AWS WAF pricing")
WAF_RULE = Price("WAF", "rules, and AWS's own groups of rules", 1.00, 1, "rule and month", "AWS WAF pricing")
STARTED = Price("Lambda", "provisioned concurrency on arm64", 3.3334, MILLION, "GB-seconds", LAMBDA)
SNAPSHOT = Price("Lambda", "SnapStart: keeping a snapshot", 1.5046, MILLION, "GB-seconds", LAMBDA)

# By what is kept.
TABLES = Price("DynamoDB", "tables and their indexes, kept", 0.25, 1, "GB and month", DYNAMO)
RECOVERY = Price("DynamoDB", "point-in-time recovery", 0.20, 1, "GB and month", DYNAMO)
BACKUP = Price("Backup", "a backup of a table, kept", 0.10, 1, "GB and month", "AWS Backup pricing")
COLD_BACKUP = Price("Backup", "a backup of a table, kept cold", 0.03, 1, "GB and month", "AWS Backup pricing")
LOG_KEPT = Price("CloudWatch", "logs, kept", 0.03, 1, "GB and month", WATCH)
ARCHIVE = Price("EventBridge", "archive, written", 0.10, 1, "GB", EVENTS)
ARCHIVE_KEPT = Price("EventBridge", "archive, kept", 0.023, 1, "GB and month", EVENTS)

# By what passes the edge.
WAF_REQUEST = Price("WAF", "requests", 0.60, MILLION, "requests", "AWS WAF pricing")
CDN_REQUEST = Price("CloudFront", "HTTPS requests, by where the shopper is", 1.00, MILLION, "requests", CDN)
CDN_FUNCTION = Price("CloudFront", "runs of functions", 0.10, MILLION, "runs", CDN)
CDN_BYTES = Price("CloudFront", "answers, by where the shopper is", 0.085, 1, "GB", CDN)
FORGOTTEN = Price("CloudFront", "paths to forget, beyond 1,000 a month", 0.005, 1, "path", CDN)
STEP = Price("Step Functions", "state transitions", 25.0, MILLION, "transitions", "AWS Step Functions pricing")

PRICES = (
    *(READ, WRITE, STREAM, INVOKE, COMPUTE, HTTP, EVENT, DELIVERY, TICK, QUEUE, LOG, MAIL, FILE),
    *(ALARM, COMPOSITE, DASHBOARD, METRIC, SECRET, KEY, WEB_ACL, WAF_RULE, STARTED, SNAPSHOT),
    *(TABLES, RECOVERY, BACKUP, COLD_BACKUP, LOG_KEPT, ARCHIVE, ARCHIVE_KEPT),
    *(WAF_REQUEST, CDN_REQUEST, CDN_FUNCTION, CDN_BYTES, FORGOTTEN, STEP),
)

# A message costs three requests: EventBridge sends it, Lambda's poller receives it and deletes it. Under load a poller
# takes up to ten at once, so this is the most.
REQUESTS_A_BATCH = 2  # receive, delete
POLLERS = 5  # that Lambda keeps at an idle queue, and a pipe too as is assumed,
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
