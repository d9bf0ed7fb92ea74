"""`docs/operate/costs.md`: what a shop costs whether it sells or not, of the plan; and an order, as it was measured.

The sums of `bench/COSTS.md` that follow from the plan are kept up to date as well.
"""

import re
from dataclasses import replace
from pathlib import Path

from bench.costs import fixed
from bench.costs import prices as p
from bench.costs.markdown import table, usd
from infra.stages import DEV, PROD, Stage
from local.generate.readmes import between, found_between

PAGE, MEASURED = "docs/operate/costs.md", "bench/COSTS.md"
HALF_MINUTES = p.MONTH_S / 30  # in each, what staff changed makes the edge forget pages once
FORGOTTEN_AT_ONCE = 2  # products' pages, and collections'
FREE_PATHS = 1_000  # a month, in each account

TEMPLATE = Path(__file__).with_name("costs.template.md")


def generate(root: Path) -> dict[str, str]:
    measured = root / MEASURED
    if not measured.exists():  # a tree of tests
        return {}
    text = between("fixed", f"{fixed.by_stage()}\n", measured.read_text(encoding="utf-8"))
    return {MEASURED: text, PAGE: page(text)}


def page(measured: str) -> str:
    """The page; `measured`: the text of bench/COSTS.md."""
    paths = HALF_MINUTES / 2 * FORGOTTEN_AT_ONCE - FREE_PATHS
    return TEMPLATE.read_text(encoding="utf-8").format(
        region=p.REGION,
        as_of=p.AS_OF,
        fixed=fixed.by_stage(),
        ticks=_usd(ticks(measured)),
        orders=found_between("orders", measured).strip(),
        words=fixed.counted_words(),
        metrics=_usd(fixed.counted_words() * p.METRIC.each),
        edge=_usd(p.MILLION * (p.WAF_REQUEST.each + p.CDN_REQUEST.each + p.CDN_FUNCTION.each)),
        waf=f"{p.WAF_REQUEST.dollars:.2f}",
        cdn=f"{p.CDN_REQUEST.dollars:.2f}",
        function=f"{p.CDN_FUNCTION.dollars:.2f}",
        gigabyte=f"{p.CDN_BYTES.each:g}",
        free=FREE_PATHS,
        path=f"{p.FORGOTTEN.each:g}",
        every_minute=_usd(paths * p.FORGOTTEN.each),
        kept=_kept(),
        left=found_between("left", measured).strip(),
        daily=fixed.DAILY,
        monthly=fixed.MONTHLY + fixed.COLD,
        log=_usd(p.LOG.each * 1e9),
        log_kept=_usd(p.LOG_KEPT.each),
        archive=_usd(p.ARCHIVE.each),
        archive_kept=f"{p.ARCHIVE_KEPT.each:g}",
        settings=_settings(),
    )


def ticks(measured: str) -> float:
    """Dollars of a month's ticks, as they were measured."""
    found = re.search(r"\*\*all of it\*\*.*\*\*([\d.]+)\*\*", found_between("ticks", measured))
    if found is None:
        raise LookupError(f"{MEASURED} has no sum of the ticks.")
    return float(found[1])


def _kept() -> str:
    of_stages = [fixed.kept(stage) for stage in (DEV, PROD)]
    rows = [
        [each[0].what, *(f"{line.count:g} × {line.price.each:g}" if line.count else "" for line in each)]
        for each in zip(*of_stages, strict=True)
    ]
    sums = ["**all of it**", *(f"**{sum(line.dollars for line in each):.2f}**" for each in of_stages)]
    return table(["US$", "dev", "prod, by `keeps_data`"], [*rows, sums])


def _settings() -> str:
    without_alarms = _less(PROD, has_alarms=False)
    half = p.LOG.each * p.MILLION * p.LINE_OF_GATEWAY
    rows = [
        ("`has_alarms = false`", f"−{without_alarms}", "Nobody is told of anything. Not in a stage that keeps data."),
        (
            "`has_edge = false`",
            f"−{_less(PROD, has_edge=False)}, and the requests'",
            "No firewall, and CloudFront keeps nothing.",
        ),
        ("`keeps_data = false`", f"−{_backups():.2f} a GB of tables", "No backups but point-in-time recovery."),
        ("`archive_days = 0`", "−the archive's", "No event can be replayed."),
        ("`log_days`", "−the logs' that are older", "Nothing older can be looked up."),
        ('`log_level = "WARNING"`', "−most of the logs'", "What went well leaves no trace."),
        (
            "`has_access_logs = false`",
            f"−{half:.2f} a million requests",
            "The API does not write down what it is asked.",
        ),
        ("`memory_mb = 512`", "−half of what runs cost while they wait", "Starts are slower."),
        (
            "`provisioned_concurrency = 1`",
            f"+{_more(PROD, provisioned_concurrency=1)}",
            "One of each of the store's APIs waits, started.",
        ),
        (
            "`canary_percent = 10`",
            f"+{_more(PROD, canary_percent=10)}",
            "A new version of the store's APIs is tried on some shoppers first.",
        ),
        ("`snap_start = true`", f"+{_more(PROD, snap_start=True)}, and each start", "They start from a snapshot."),
    ]
    return "\n".join(
        ["| setting | US$ a month | what changes |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    )


def _backups() -> float:
    return sum(line.dollars for line in fixed.kept(PROD)) - sum(line.dollars for line in fixed.kept(DEV))


def _less(stage: Stage, **changed: bool) -> str:
    return f"{fixed.total(stage) - fixed.total(replace(stage, **changed)):.2f}"  # type: ignore[arg-type]


def _more(stage: Stage, **changed: int) -> str:
    return f"{fixed.total(replace(stage, **changed)) - fixed.total(stage):.2f}"  # type: ignore[arg-type]


def _usd(amount: float) -> str:
    return f"US$ {usd(amount)}"
