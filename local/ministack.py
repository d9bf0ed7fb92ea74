"""The emulator of AWS, MiniStack: started fresh, on loopback only, with IAM enforced; and clients that speak to it."""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config

from local.paths import CLOUD_PYTHON, HOME, LOGS, ROOT, search_path
from local.process import Failed, Process, free_port, is_open

ACCOUNT = "000000000000"
REGION = "us-east-1"
DASHBOARD = "dashboard.json"  # in the cloud's scratch: which files the dashboard is of, and what it is told
STALE_S = 600  # a younger one may just be starting
START_S = 30  # it takes one; a loaded machine takes longer


@dataclass(frozen=True)
class Keys:
    """What opens an emulator: its root's keys, and the path under which its own pages are. Others are refused there."""

    access_key_id: str = field(default_factory=lambda: f"AKIA{secrets.token_hex(8).upper()}")
    secret_access_key: str = field(default_factory=lambda: secrets.token_hex(20), repr=False)
    inner_path: str = field(default_factory=lambda: f"/{secrets.token_hex(16)}", repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """For an AWS SDK or CLI. Nothing of the developer's own AWS is in it."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }


@dataclass(frozen=True)
class MiniStack:
    """A running emulator."""

    port: int
    keys: Keys
    process: Process

    @property
    def scratch(self) -> Path:
        """What this cloud alone writes to, gone with it."""
        return _scratch(self.port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def inner_url(self) -> str:
        """Before the emulator's own pages: `/_ministack/…`."""
        return self.url + self.keys.inner_path

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.url, self.keys)

    def client(self, service: str) -> Any:
        """botocore's client for a service, with every right."""
        return client_of(self.url, service, self.keys.access_key_id, self.keys.secret_access_key)


def client_of(url: str, service: str, access_key_id: str, secret_access_key: str) -> Any:
    """botocore's client for a service of the cloud at this address. With its root's keys it has every right."""
    return botocore.session.Session().create_client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
        config=Config(connect_timeout=2, read_timeout=60, retries={"total_max_attempts": 2}),
    )


def environment(url: str, keys: Keys) -> dict[str, str]:
    """The environment of a program that takes the local cloud for AWS."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TERM") if name in os.environ}
    return kept | keys.environment | {"PATH": search_path(), "AWS_ENDPOINT_URL": url}


def refuse_if_taken(port: int) -> None:
    """Raises Failed where something listens there."""
    if is_open(port):
        raise Failed(f"Port {port} is taken: stop what listens there, or choose another with STOREWRIGHT_PORT.")


@contextmanager
def ministack(port: int | None = None, keys: Keys | None = None) -> Iterator[MiniStack]:
    """An empty cloud on this port, or on a free one, ready in a second or two.

    keys: None for new ones.
    Raises Failed where the port is taken or the emulator does not start.
    """
    port, keys = port or free_port(), keys or Keys()
    refuse_if_taken(port)
    if not CLOUD_PYTHON.exists():
        raise Failed("The local cloud is not installed: run `make install`.")
    threading.Thread(target=_forget_old, daemon=True).start()
    scratch = _scratch(port)  # the running Lambdas unpack their code here
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    env = environment(f"http://127.0.0.1:{port}", keys) | {
        "INNER_PATH": keys.inner_path,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",  # its default is every address of the machine
        "AUTH": "true",
        "TMPDIR": str(scratch),
        "STATE_DIR": str(scratch / "state"),
        "S3_DATA_DIR": str(scratch / "s3"),
        "DASHBOARD": str(scratch / DASHBOARD),
        "PYTHONUNBUFFERED": "1",
    }
    try:
        log = LOGS / f"ministack-{port}.log"
        # -P: nothing of ours takes the place of its modules.
        command: list[str | Path] = [CLOUD_PYTHON, "-P", ROOT / "local" / "gate.py"]
        with Process("MiniStack", command, env=env, log=log) as process:
            process.wait_until_open(port, timeout_s=START_S)
            yield MiniStack(port, keys, process)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _scratch(port: int) -> Path:
    return HOME / "scratch" / str(port)


def _forget_old() -> None:
    """Remove what clouds left that were killed; it may be gigabytes of unpacked code."""
    for scratch in (HOME / "scratch").glob("[0-9]*"):
        with suppress(FileNotFoundError):  # somebody else removes it too
            if time.time() - scratch.stat().st_mtime > STALE_S and not is_open(int(scratch.name)):
                shutil.rmtree(scratch, ignore_errors=True)
