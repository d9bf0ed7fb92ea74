"""`docs/architecture.md`: the picture of the whole, and what wakes each Lambda, from the plan that is deployed."""

from collections.abc import Iterator
from functools import singledispatch
from pathlib import Path

from infra.domains import DOMAINS
from infra.plan import Api, Authorizer, Domain, Function, Jobs, Mailbox, Operator, Publisher, Schedule, Watcher, Worker
from local.generate.discovery import description, said_by
from shared.event import Event

HEAD = """# The architecture

Generated from [the plan](../infra/domains) that is deployed.

Solid arrows are requests, dotted ones events: table → stream → `publish_events` → bus → rule → queue → worker.
The lists below say which tables each Lambda may read and change; it has the right to nothing else.

"""
LIVING = [domain for domain in DOMAINS if domain.functions]  # the others are tables that these write to


def generate(_root: Path) -> dict[str, str]:
    return {"docs/architecture.md": HEAD + "\n".join([_picture(), *map(_section, LIVING)])}


def _picture() -> str:
    requests = [f"  gateway -->|{' '.join(served)}| {domain.name}" for domain in DOMAINS if (served := _served(domain))]
    news: dict[tuple[str, str], set[str]] = {}
    for domain in DOMAINS:
        for event in _heard(domain):
            news.setdefault((said_by(event), domain.name), set()).add(event.type)
    told = [f"  {start} -.->|{'<br>'.join(sorted(types))}| {end}" for (start, end), types in sorted(news.items())]
    names = [f"  {domain.name}[{domain.name}]" for domain in LIVING]
    clients = "  clients([clients, staff,<br>processors, carriers]) --> gateway[HTTP API]"
    return "\n".join(["```mermaid", "flowchart LR", clients, *names, *requests, *told, "```", ""])


def _served(domain: Domain) -> list[str]:
    """The first parts of the paths that the domain's APIs answer, such as `/store`."""
    apis = [function for function in domain.functions if isinstance(function, Api)]
    paths = [path for api in apis for path in (*api.serves, *api.serves_exactly) if path.startswith("/")]
    return sorted({"/" + path.split("/")[1] for path in paths})


def _heard(domain: Domain) -> Iterator[type[Event]]:
    for function in domain.functions:
        if isinstance(function, Worker):
            yield from function.hears


def _section(domain: Domain) -> str:
    lines = [f"## {domain.name}", "", description(domain.name), ""]
    lines += ["| Lambda | woken by | reads | changes | and |", "|---|---|---|---|---|"]
    lines += [_row(function, domain.name) for function in sorted(domain.functions, key=lambda each: each.name)]
    return "\n".join([*lines, ""])


def _row(function: Function, domain: str) -> str:
    extras = {
        "Stripe": function.calls_stripe,
        "e-mail": function.sends_mail,
        "starts jobs": function.starts_jobs,
        "watches jobs": function.watches_jobs,
        "reads the bucket": function.reads_bucket,
        "writes to the bucket": function.writes_bucket,
    }
    also = [*(f"secret `{name}`" for name in function.secrets), *(name for name, has in extras.items() if has)]
    read = (*function.reads, *function.holds)
    reads, writes = (", ".join(f"`{name}`" for name in sorted(names)) for names in (read, function.writes))
    return f"| `{function.name}` | {_wakes(function, domain)} | {reads} | {writes} | {', '.join(also)} |"


@singledispatch
def _wakes(function: Function, _domain: str) -> str:
    """What wakes it, as a cell of the table."""
    raise TypeError(f"nobody said what wakes {function.name}")


@_wakes.register
def _(function: Api, _domain: str) -> str:
    paths = [*(f"`{path}/…`" for path in function.serves), *(f"`{path}`" for path in function.serves_exactly)]
    return ", ".join(paths) + (", behind the authorizer" if function.is_admin else "")


@_wakes.register
def _(_function: Mailbox, _domain: str) -> str:
    return "mail that comes in, in a stage with an address for it"


@_wakes.register
def _(function: Worker, _domain: str) -> str:
    return ", ".join(sorted(f"`{event.type}`" for event in function.hears))


@_wakes.register
def _(function: Schedule, _domain: str) -> str:
    return f"the clock, `{function.expression}`"


@_wakes.register
def _(_function: Publisher, domain: str) -> str:
    return f"new events in `{domain}`, and the clock each minute"


@_wakes.register
def _(_function: Watcher, domain: str) -> str:
    return f"changes in `{domain}`"


@_wakes.register
def _(_function: Authorizer, _domain: str) -> str:
    return "the gateway, for each key in turn"


@_wakes.register
def _(_function: Jobs, domain: str) -> str:
    return f"the state machine of the jobs of `{domain}`, for each step"


@_wakes.register
def _(_function: Operator, _domain: str) -> str:
    return "an operator, by hand"
