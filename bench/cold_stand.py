"""What a cold start needs around it: a Python, Lambda's runtime client, the doubles, and what Lambda itself sets."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import built, runtime_api
from bench.aws_double import AwsDouble
from bench.certificate import trusting
from bench.first_calls import FirstCall, first_calls
from bench.libraries import LIBRARIES, module_of, write_libraries
from bench.runtime_api import ColdStart
from tests.world import SECRETS


@dataclass(frozen=True)
class Stand:
    """Starts Lambdas."""

    python: list[str]
    runtime: Path
    aws: AwsDouble
    env: Mapping[str, str]  # what the deployment sets
    folder: Path  # for what is written on the way, and handlers of the bench's own

    def start(self, name: str, task: Path, call: FirstCall, *beside: Path, **env: str) -> ColdStart:
        """Start a Lambda of the code in `task` and let it answer. Raises NotStarted.

        name: `orders.store_api`, and maybe more after a comma; or one of LIBRARIES. beside: more paths to import from.
        """
        if name in LIBRARIES:
            domain, handler = "libraries", f"{module_of(name)}.handler"
        else:
            domain, function = name.partition(",")[0].split(".")
            handler = f"functions.{domain}.handlers.{function}.handler"
        self.aws.hold(call.rows, call.files)
        around = {
            **self.env,
            "AWS_ENDPOINT_URL": self.aws.url,
            "AWS_CA_BUNDLE": str(self._authorities(task, *beside)),
            "POWERTOOLS_SERVICE_NAME": domain,
            **env,
        }
        return self._run(handler, task, call, around, *beside)

    def start_bare(self) -> ColdStart:
        """Start a handler that does nothing."""
        return self._run("bare.handler", self.folder, FirstCall({}, {}, {}), {})

    def _authorities(self, *paths: Path) -> Path:
        """Those that the SDK would read, and the double's own."""
        [own] = [path / "botocore" / "cacert.pem" for path in paths if (path / "botocore").is_dir()]
        return trusting(own, self.aws.certificate, self.folder)

    def _run(self, handler: str, task: Path, call: FirstCall, env: Mapping[str, str], *beside: Path) -> ColdStart:
        paths = [*beside, self.runtime, self.folder]
        around = {**runtime_api.environment("cold"), **env, "PYTHONPATH": ":".join(map(str, paths))}
        return runtime_api.start([*self.python, "-m", "awslambdaric", handler], call.event, around, task)


@contextmanager
def stand(python: str) -> Iterator[tuple[Stand, dict[str, FirstCall]]]:
    """The stand, and the first call of each Lambda. python: which version, such as 3.13."""
    with TemporaryDirectory() as name, first_calls() as (calls, env), AwsDouble(Path(name), SECRETS) as aws:
        write_libraries(Path(name))
        yield Stand(built.interpreter(python), built.runtime_client(python), aws, env, Path(name)), calls
