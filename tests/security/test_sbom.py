"""The bills of materials: valid, whole, and the same each time."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from checks.sbom import ROOT, document, locked, write
from infra.bundle import VARIANTS

LOCK = """\
# made
boto==1.2.3 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via -r runtime.in
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{a}
    # via boto
tomli==2.0 ; python_full_version < '3.11' \\
    --hash=sha256:{a}
    # via boto
six==1.17.0 \\
    --hash=sha256:{b}
    # via
    #   -c runtime.txt
    #   boto
""".format(a="a" * 64, b="b" * 64)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_document_is_valid_cyclonedx(variant: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document(variant))) is None


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_package_of_the_lock_file_is_in_it_with_its_hashes(variant: str) -> None:
    text = (ROOT / "requirements" / VARIANTS[variant]).read_text(encoding="utf-8")
    components = document(variant)["components"]
    assert {f"{each['name']}=={each['version']}" for each in components} == set(
        re.findall(r"^[a-z0-9][^ ]*==[^ ]+", text, re.MULTILINE)
    )
    assert sum(len(_hashes(each)) for each in components) == text.count("--hash=sha256:")
    assert all(_hashes(each) for each in components)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_package_is_reached_from_our_own_code(variant: str) -> None:
    made = document(variant)
    edges = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    ours = made["metadata"]["component"]["bom-ref"]
    reached, waiting = {ours}, [ours]
    while waiting:
        new = set(edges[waiting.pop()]) - reached
        reached |= new
        waiting += new
    assert reached - {ours} == {each["bom-ref"] for each in made["components"]}


def test_stripe_is_shipped_to_payments_and_the_checkout_only() -> None:
    having = {variant for variant in VARIANTS if "stripe" in {each["name"] for each in document(variant)["components"]}}
    assert having == {"payments", "checkout"}


def test_what_is_for_other_machines_is_not_shipped(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK, encoding="utf-8")
    boto, six = locked(lock)
    assert (boto.purl, boto.hashes, boto.asked_by) == ("pkg:pypi/boto@1.2.3", ("a" * 64, "b" * 64), frozenset())
    assert (six.purl, six.asked_by) == ("pkg:pypi/six@1.17.0", frozenset(["boto"]))


def test_the_files_are_the_same_each_time(tmp_path: Path) -> None:
    first, again = write(tmp_path / "first"), write(tmp_path / "again")
    assert [file.name for file in first] == [f"lambda-{variant}.cdx.json" for variant in VARIANTS]
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in again]


def _hashes(component: dict[str, Any]) -> list[str]:
    return [each["content"] for reference in component["externalReferences"] for each in reference["hashes"]]
