"""A real Chromium for tests and screenshots: the one that an npm package brings, or the machine's own.

`@sparticuz/chromium` has the binary inside (x86-64 only); Debian's `chromium` and others are found on the PATH.
"""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from local.paths import HOME, ROOT, search_path
from local.process import Failed
from local.sign_in import totp

PACKAGE = ROOT / "web" / "node_modules" / "@sparticuz" / "chromium"
UNPACK = "import('@sparticuz/chromium').then(async (m) => console.log(await m.default.executablePath()))"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--font-render-hinting=none")
UNPACK_S = 120


def chromium() -> Path:
    """The browser's program. Raises Failed where this machine has none."""
    for name in INSTALLED:
        if found := shutil.which(name):
            return Path(found)
    if platform.machine() not in ("x86_64", "AMD64") or not PACKAGE.exists():
        raise Failed("There is no browser: install Debian's `chromium`, or run `make install` on an x86-64 machine.")
    place = HOME / "chromium"
    place.mkdir(parents=True, exist_ok=True)
    program = place / "chromium"
    if not program.exists():
        env = os.environ | {"PATH": search_path(), "TMPDIR": str(place)}
        subprocess.run(
            ["node", "--input-type=module", "--eval", UNPACK],
            cwd=ROOT / "web",
            env=env,
            check=True,
            capture_output=True,
            timeout=UNPACK_S,
        )
    return program


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window, gone when the context ends."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield running
        finally:
            running.close()


def sign_in(page: Page, dashboard: str, email: str, password: str, key: str) -> None:
    """Somebody of the staff, as every day: e-mail, password, and the code of this half minute. Ends at home."""
    page.goto(dashboard)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Six digits").fill(totp(key))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Hello").wait_for()
