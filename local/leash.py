"""Runs a command that cannot outlive whoever started it, however that ended: `python -m local.leash COMMAND …`.

Started as the leader of a process group, with a pipe as its input that its starter holds open. When the starter is
gone, killed even, the pipe ends, and the whole group with it. When the command ends, so does this; on SIGTERM it kills
the command, which may not heed a SIGTERM itself.
"""

import os
import signal
import subprocess
import sys
import threading


def main() -> None:
    command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: command.kill())
    threading.Thread(target=lambda: os._exit(command.wait()), daemon=True).start()
    sys.stdin.buffer.read()  # nothing is ever written: it returns at the end
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
