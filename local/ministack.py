"""The emulator of AWS, MiniStack: started fresh, on loopback only, with IAM enforced; and clients that speak to it."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import botocore.session
from botocore.config import Config

from local.paths import CLOUD_PYTHON, HOME, LOGS, search_path
from local.process import Failed, Process, free_port, is_open

ACCOUNT = "000000000000"
REGION = "us-east-1"
STALE_S = 600  # a younger one may just be starting
START_S = 30  # it takes one; a loaded machine takes longer

CREDENTIALS = {  # the emulator's root: any other key is held to its policies
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
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
    process: Process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.url)

    def client(self, service: str) -> Any:
        """botocore's client for a service, with every right."""
        return client_of(self.url, service)


def client_of(url: str, service: str) -> Any:
    """botocore's client for a service of the cloud at this address, with every right."""
    return botocore.session.Session().create_client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(connect_timeout=2, read_timeout=60, retries={"total_max_attempts": 2}),
    )


def environment(url: str) -> dict[str, str]:
    """The environment of a program that takes the local cloud for AWS. Nothing of the developer's own AWS is in it."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TERM") if name in os.environ}
    return kept | CREDENTIALS | {"PATH": search_path(), "AWS_ENDPOINT_URL": url}


def refuse_if_taken(port: int) -> None:
    """Raises Failed where something listens there."""
    if is_open(port):
        raise Failed(f"Port {port} is taken: stop what listens there, or choose another with STOREWRIGHT_PORT.")


@contextmanager
def bare_cloud(port: int | None = None) -> Iterator[str]:
    """An empty cloud with nothing deployed, ready in a second or two: its address.

    Raises Failed where the port is taken or the emulator does not start.
    """
    with ministack(port) as cloud:
        yield cloud.url


@contextmanager
def ministack(port: int | None = None) -> Iterator[MiniStack]:
    """The emulator on this port, or on a free one. Raises Failed where the port is taken or it does not start."""
    port = port or free_port()
    refuse_if_taken(port)
    if not CLOUD_PYTHON.exists():
        raise Failed("The local cloud is not installed: run `make install`.")
    threading.Thread(target=_forget_old, daemon=True).start()
    scratch = HOME / "scratch" / str(port)  # the running Lambdas unpack their code here
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    env = environment(f"http://127.0.0.1:{port}") | {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",  # its default is every address of the machine
        "AUTH": "true",
        "TMPDIR": str(scratch),
        "STATE_DIR": str(scratch / "state"),
        "S3_DATA_DIR": str(scratch / "s3"),
        "PYTHONUNBUFFERED": "1",
    }
    try:
        log = LOGS / f"ministack-{port}.log"
        with Process("MiniStack", [CLOUD_PYTHON, "-m", "ministack"], env=env, log=log) as process:
            process.wait_until_open(port, timeout_s=START_S)
            yield MiniStack(port, process)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _forget_old() -> None:
    """Remove what clouds left that were killed; it may be gigabytes of unpacked code."""
    for scratch in (HOME / "scratch").glob("[0-9]*"):
        with suppress(FileNotFoundError):  # somebody else removes it too
            if time.time() - scratch.stat().st_mtime > STALE_S and not is_open(int(scratch.name)):
                shutil.rmtree(scratch, ignore_errors=True)
