"""The runbooks, `docs/operate/runbooks/`, from the register of alarms."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from infra.domains import DOMAINS
from infra.register.derived import Named, every_alarm
from infra.register.kinds import KINDS
from infra.register.vocabulary import Alarm, Level, Runbook

PAGES = "docs/operate/runbooks"
LEVELS = {Level.PAGE: "somebody gets up", Level.TICKET: "somebody looks today"}
WIDTH = 120
INDEX_HEAD = """\
# Runbooks

Generated from [the register](../../../infra/register) of alarms: a page for each word that alarms, and for each kind of
alarm that functions, queues and streams have. An alarm's text links its page. Those that page (somebody gets up) go to
the topic `<prefix>-<stage>-alarms`, tickets (somebody looks today) to `<prefix>-<stage>-tickets`; `alarm_mail` and
`ticket_mail` among [the settings](../settings.md) subscribe to them. A pager subscribes by itself, to either:

```sh
export TOPIC=arn:aws:sns:$AWS_REGION:$ACCOUNT:$SHOP-alarms
aws sns subscribe --topic-arn $TOPIC --protocol https --notification-endpoint $URL
```

"""
ABOUT_COMMANDS = """\
Commands take `$SHOP` for how the stage's names begin, `$SECRETS` for how its secrets' do: `export SHOP=storewright-prod
SECRETS=storewright/prod`."""
ABOUT_FUNCTION = "`$FUNCTION` is the function in the alarm's name, such as `orders-on_payment`."
ABOUT_TIMES = '`export FROM=$(date -u -d "3 hours ago" +%FT%TZ) TO=$(date -u +%FT%TZ)` sets the times.'


def generate(_root: Path) -> dict[str, str]:
    files = {f"{PAGES}/{name}.md": page for name, page in _pages()}
    files[f"{PAGES}/README.md"] = INDEX_HEAD + _index()
    return files


def threshold(alarm: Alarm) -> str:
    """`50 in five minutes`."""
    running = f", {alarm.times} times running" if alarm.times > 1 else ""
    return f"{alarm.at_least} in five minutes{running}"


def _pages() -> Iterator[tuple[str, str]]:
    words = {word.name: word for domain in DOMAINS for word in domain.counted}
    for name, word in words.items():
        if word.alarm:
            about = f"Counts {word.counts}. Raised by {threshold(word.alarm)}."
            yield name, _page(name, about, word.alarm.runbook)
    for domain in DOMAINS:
        for objective in domain.objectives:
            about = (
                f"An objective: {objective.target_percent:g} % {objective.promise}. [How it is reckoned](../slo.md)."
            )
            yield objective.name, _page(objective.name, about, objective.runbook)
        for steady in domain.steady:
            about = f"{steady.says} It is counted as `{steady.of}`. [How it is reckoned](../slo.md)."
            yield steady.name, _page(steady.name, about, steady.runbook)
    for kind in KINDS:
        says = kind.says.format(title="the function")
        yield kind.name, _page(kind.name, says[0].upper() + says[1:], kind.runbook)


def _page(name: str, about: str, runbook: Runbook) -> str:
    called = [each for each in every_alarm(DOMAINS) if each.runbook == name]
    rows = [f"| `{each.name}` | {each.alarm.level}: {LEVELS[each.alarm.level]} |" for each in called]
    commands = runbook.look + runbook.mend
    explained = [ABOUT_COMMANDS] if "\n" in commands and "$ " in commands else []
    explained += [ABOUT_FUNCTION] if "$FUNCTION" in commands else []
    explained += [ABOUT_TIMES] if "$FROM" in commands else []
    parts = [
        f"# {name}\n\nGenerated from [the register](../../../infra/register).",
        _filled(about),
        _filled(" ".join(runbook.means.split())),
        "\n".join(["| alarm, after the stage's name | level |", "|---|---|", *rows]),
        _filled(" ".join(" ".join(explained).split())),
        f"## What to look at\n\n{_steps(runbook.look)}",
        f"## How to mend it\n\n{_steps(runbook.mend)}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def steps(text: str) -> list[str]:
    """Its lines, each with what goes on with it."""
    whole: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith(("- ", "$ ")):
            whole.append(line)
        else:
            whole[-1] += f" {line}"
    return whole


def _steps(text: str) -> str:
    """A list, each step with its commands below it."""
    lines: list[str] = []
    is_code = False
    for step in steps(text):
        if step.startswith("$ ") and not is_code:
            lines += ["", "  ```sh"]
        if step.startswith("- ") and is_code:
            lines += ["  ```", ""]
        is_code = step.startswith("$ ")
        lines += [f"  {step[2:]}"] if is_code else _item(step)
    return "\n".join([*lines, *(["  ```"] if is_code else [])])


def _item(step: str) -> list[str]:
    return textwrap.wrap(step, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _index() -> str:
    pages: dict[str, Sequence[Named]] = {}
    for named in every_alarm(DOMAINS):
        pages[named.runbook] = [*pages.get(named.runbook, []), named]
    rows = [f"| [{page}]({page}.md) | {_levels(every)} | {_what(every)} |" for page, every in sorted(pages.items())]
    return "\n".join(["| page | level | alarm |", "|---|---|---|", *rows, ""])


def _levels(every: Sequence[Named]) -> str:
    return ", ".join(sorted({str(each.alarm.level) for each in every}))


def _what(every: Sequence[Named]) -> str:
    return every[0].alarm.says if len(every) == 1 else f"{len(every)} alarms, such as `{every[0].name}`"
