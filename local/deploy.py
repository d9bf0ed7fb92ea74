"""The real deployment into the local cloud: synth once per state of the sources, `cdk deploy`, and what it forgets."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.bundle import STEP, VARIANTS
from infra.settings.shop_file import find
from local.ministack import ACCOUNT, REGION, MiniStack
from local.paths import CDK, HOME, LOGS, ROOT, search_path
from local.process import Say, run_to_end, silent

SOURCES = ("functions", "shared", "events", "infra")
SINGLES = ("cdk.json", "package-lock.json", *(f"requirements/{name}" for name in VARIANTS.values()))
ASSET_BUCKET = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"  # the name that CDK's synthesizers expect
KEPT_S = 3600
AT_ONCE = 8  # stacks; the domains' wait for nobody but the API
PHASES = {  # what `cdk deploy` prints, and what we say of it
    "start: Publishing": "Publishing the code of the Lambdas.",
    "deploying...": "Creating the resources.",
}


def synthesize(stage: str, say: Say = silent) -> Path:
    """The cloud assembly of a stage; the last one where no source has changed since. Raises Failed with cdk's words."""
    assembly = assembly_of(stage)
    if (assembly / "manifest.json").exists():
        return assembly
    _forget_old(stage)

    def report(line: str) -> None:
        if line.startswith(STEP):
            say(line.removeprefix(STEP))

    say("Building the deployment, since the code has changed.")
    aside = assembly.with_name(f"{assembly.name}.{os.getpid()}")
    run_to_end(
        "cdk synth",
        [CDK, "synth", "--quiet", "--no-staging", "--context", f"stage={stage}", "--output", aside],
        env=dict(os.environ) | {"PATH": search_path(), "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"},
        log=LOGS / f"synth-{stage}.log",
        each_line=report,
    )
    try:
        aside.rename(assembly)
    except OSError:  # somebody else made it at the same time
        shutil.rmtree(aside)
    return assembly


def assembly_of(stage: str) -> Path:
    """Where the assembly of a stage is once it is made of the sources as they are."""
    return HOME / "cdk.out" / f"{stage}-{_source_hash()}"


def deploy(cloud: MiniStack, assembly: Path, *, parameters: Mapping[str, str], say: Say = silent) -> dict[str, str]:
    """Deploy into a fresh cloud; returns the stacks' outputs. Raises Failed with the first resource that failed."""
    cloud.client("s3").create_bucket(Bucket=ASSET_BUCKET)  # all that `cdk bootstrap` would be needed for
    outputs = HOME / "scratch" / str(cloud.port) / "outputs.json"
    command: list[str | Path] = [CDK, "deploy", "--app", assembly, "--all", "--concurrency", str(AT_ONCE)]
    command += ["--method", "direct", "--require-approval", "never"]
    command += ["--progress", "events", "--no-color", "--outputs-file", outputs]
    for name, value in parameters.items():
        command += ["--parameters", f"{name}={value}"]

    phases = dict(PHASES)

    def report(line: str) -> None:
        for sign in [sign for sign in phases if sign in line]:
            say(phases.pop(sign))

    run_to_end("cdk deploy", command, env=cloud.environment, log=LOGS / f"deploy-{cloud.port}.log", each_line=report)
    told = {name: value for stack in json.loads(outputs.read_text()).values() for name, value in stack.items()}
    _make_up_for_the_emulator(cloud, assembly, told)
    return told


def _forget_old(stage: str) -> None:
    """Remove assemblies of earlier sources; a young one may still be on its way to somewhere."""
    for old in (HOME / "cdk.out").glob(f"{stage}-*"):
        if time.time() - old.stat().st_mtime > KEPT_S:
            shutil.rmtree(old, ignore_errors=True)


def _make_up_for_the_emulator(cloud: MiniStack, assembly: Path, outputs: Mapping[str, str]) -> None:
    """Set what the template says and MiniStack silently ignores: CORS on the API, TTL and recovery of the tables."""
    dynamodb = cloud.client("dynamodb")
    templates = (json.loads(path.read_text()) for path in assembly.glob("*.template.json"))
    for resource in (each for template in templates for each in template["Resources"].values()):
        properties = resource.get("Properties", {})
        if ttl := properties.get("TimeToLiveSpecification"):
            dynamodb.update_time_to_live(TableName=properties["TableName"], TimeToLiveSpecification=ttl)
        if recovery := properties.get("PointInTimeRecoverySpecification"):
            dynamodb.update_continuous_backups(
                TableName=properties["TableName"], PointInTimeRecoverySpecification=recovery
            )
        cors = properties.get("CorsConfiguration")
        if cors and resource["Type"] == "AWS::ApiGatewayV2::Api":  # a bucket is asked from its own origin here
            cloud.client("apigatewayv2").update_api(ApiId=outputs["ApiId"], CorsConfiguration=cors)


def _source_hash() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    if (settings := find()) and settings.exists():
        digest.update(settings.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
                yield path
    yield from (ROOT / name for name in SINGLES)
