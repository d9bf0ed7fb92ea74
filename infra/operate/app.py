"""The command line itself: its commands, and what becomes of their errors.

0: done. 1: refused, by the shop, by AWS or by you. 2: the command's words are wrong. Each with one sentence.
"""

import sys
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError
from cyclopts import App, CycloptsError

from infra.operate import (
    dead_letters,
    export,
    history,
    jobs,
    keys,
    pause,
    reindex,
    replay,
    restore,
    schedules,
    secrets,
    staff,
    status,
)
from infra.operate.place import Mistake, Refusal
from infra.settings.shop_file import Mistaken

app = App(
    name="storewright",
    help="Look after a shop. Each command works on one stage: --stage prod, or --local for the one on this machine.",
    version_flags=(),
    result_action="return_none",
)
app.command(status.status)
app.command(dead_letters.app)
app.command(history.app)
app.command(replay.replay)
app.command(schedules.run)
app.command(reindex.reindex)
app.command(jobs.migrate)
app.command(jobs.app)
app.command(keys.app)
app.command(staff.app)
app.command(secrets.app)
app.command(export.export)
app.command(pause.pause)
app.command(pause.resume)
app.command(restore.app)


def main(words: Sequence[str] | None = None) -> int:
    """The exit code; what went wrong is on the error output."""
    try:
        app(sys.argv[1:] if words is None else words, exit_on_error=False, print_error=False)
    except (CycloptsError, Mistake, Mistaken) as error:
        return _say(error, 2)
    except Refusal as error:
        return _say(error, 1)
    except ClientError as error:
        told = error.response["Error"]
        return _say(f"AWS refuses {error.operation_name}: {told.get('Message') or told['Code']}", 1)
    except BotoCoreError as error:
        return _say(f"AWS was not reached: {error}", 1)
    except KeyboardInterrupt:
        return _say("Stopped.", 1)
    return 0


def _say(sentence: object, code: int) -> int:
    print(str(sentence).strip(), file=sys.stderr)
    return code
