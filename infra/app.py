"""The CDK app: `cdk synth -c stage=dev`, and `-c shop=…` for settings that are elsewhere than in `shop.toml`.

Builds the code for the stage's machines, then the stack from the plan.
"""

import sys

from aws_cdk import App, AssetHashType, CliCredentialsStackSynthesizer, Environment, Tags, Validations
from aws_cdk import aws_lambda as lambda_
from cdk_nag import AwsSolutionsChecks

from infra import bundle, letters
from infra.domains import DOMAINS
from infra.settings.ready import ready
from infra.settings.shop_file import Mistaken
from infra.stack import Storewright
from infra.stages import Stage


def main() -> None:
    app = App()
    try:
        stage = ready(app.node.try_get_context("stage"), app.node.try_get_context("shop"))
    except Mistaken as mistaken:
        sys.exit(str(mistaken))
    if wrong := "\n".join(letters.mistakes(stages=[stage])):
        sys.exit(wrong)
    build(app, stage)
    app.synth()


def build(app: App, stage: Stage) -> Storewright:
    bundles = bundles_for(stage)
    stack = Storewright(
        app,
        stage,
        DOMAINS,
        {variant: _code(each) for variant, each in bundles.items()},
        # The local cloud's Lambdas share the dependencies' directory; in an account each carries its own.
        {variant: str(each.dependencies) for variant, each in bundles.items()} if stage.is_local else {},
        description="Storewright, a headless commerce backend.",
        env=Environment(account=stage.account, region=stage.region),
        termination_protection=stage.keeps_data,
        # The local cloud refuses the bootstrap's roles their bucket, so there the CLI's own credentials are used.
        synthesizer=CliCredentialsStackSynthesizer() if stage.is_local else None,
    )
    Tags.of(stack).add("storewright:stage", stage.name)
    if not stage.is_local:
        Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return stack


def bundles_for(stage: Stage) -> dict[str, bundle.Bundle]:
    bundles = bundle.build_all(bundle.LOCAL if stage.is_local else bundle.LAMBDA)
    if not all(each.has_bytecode for each in bundles.values()):
        sentence = f"No Python {bundle.LAMBDA.python} here: the Lambdas ship without bytecode and start slower."
        print(sentence, file=sys.stderr)
    return bundles


def _code(built: bundle.Bundle) -> lambda_.Code:
    return lambda_.Code.from_asset(str(built.path), asset_hash=built.hash, asset_hash_type=AssetHashType.CUSTOM)


if __name__ == "__main__":
    main()
