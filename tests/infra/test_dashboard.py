"""The dashboard's files: how heavy they may be, and that no page of them may run what somebody typed."""

import gzip
import re
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import botocore.session
import pytest

from infra import dashboard
from shared.aws import CONFIGS

WHOLE_KB = 450  # gzip: all scripts and styles that somebody of one language ever loads
HOME_KB = 400  # what the sign-in and the first page behind it need
FIRST_KB = 82  # what the sign-in needs
ROOMS = ("selling-", "goods-", "office-", "DayChart-")  # loaded where somebody goes there
OTHER_LANGUAGE = "de-"
SLOW_4G_BYTES_S = 180_000  # Chrome's profile
SLOW_4G_ROUND_S = 0.5625
FIRST_PAGE_S = 2.0


@pytest.fixture(scope="module")
def files() -> Path:
    return dashboard.build()


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_all_of_it_is_light(files: Path) -> None:
    parts = [path for path in (files / "assets").iterdir() if not path.name.startswith(OTHER_LANGUAGE)]
    assert any(path.name.startswith(OTHER_LANGUAGE) for path in (files / "assets").iterdir())
    assert sum(map(packed, parts)) <= WHOLE_KB * 1000
    rooms = [path for path in parts if path.name.startswith(ROOMS)]
    assert len(rooms) == len(ROOMS)
    assert sum(packed(path) for path in parts if path not in rooms) <= HOME_KB * 1000


def test_the_sign_in_is_there_in_two_rounds_and_two_seconds_of_slow_4g(files: Path) -> None:
    """By arithmetic, since a busy machine's clock says nothing: the page, then its parts and settings at once."""
    page = (files / "index.html").read_text()
    named = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page)
    assert all(name.startswith("assets/") for name in named)
    first = [files / name for name in named]
    size = sum(map(packed, first))
    assert size <= FIRST_KB * 1000
    assert 'rel="preload" href="./config.json"' in page
    assert 2 * SLOW_4G_ROUND_S + (size + len(page)) / SLOW_4G_BYTES_S <= FIRST_PAGE_S


def test_the_page_itself_has_no_script_and_no_style_in_it(files: Path) -> None:
    page = (files / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)


def test_the_policy_runs_and_loads_only_what_is_ours() -> None:
    rules = dict(rule.split(" ", 1) for rule in dashboard.policy(["https://c.example"]).split("; "))
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == f"'self' {dashboard.EMPTY_STYLE}"
    assert rules["connect-src"] == "'self' https://c.example"
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_links_to_files_lead_where_the_policy_lets_a_browser(region: str) -> None:
    """Not to S3's address for all regions, which the policy does not name and which redirects from most."""
    keys = {"aws_access_key_id": "AKIA0", "aws_secret_access_key": "none"}
    s3 = botocore.session.Session().create_client("s3", region_name=region, config=CONFIGS["s3"], **keys)
    link = urlsplit(s3.generate_presigned_url("put_object", Params={"Bucket": "shop-reports", "Key": "uploads/a"}))
    asked = dashboard.asked_in_an_account(region, "amazonaws.com")
    assert any(fnmatch(f"{link.scheme}://{link.netloc}", each) for each in asked), link.netloc


def test_a_build_is_named_by_what_goes_into_it(files: Path) -> None:
    assert files.name == f"dashboard-{dashboard.state()[:16]}"
    assert dashboard.build() == files
