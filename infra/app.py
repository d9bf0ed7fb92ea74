"""The CDK app: `cdk synth -c stage=dev`, and `-c shop=…` for settings that are elsewhere than in `shop.toml`.

Builds the code for the stage's machines, then the stacks from the plan.
"""

import sys

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra import bundle, dashboard, letters
from infra.domains import DOMAINS
from infra.settings.ready import ready
from infra.settings.shop_file import Mistaken
from infra.shop import Shop
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


def build(app: App, stage: Stage) -> Shop:
    files = dashboard.build() if stage.has_edge else None
    shop = Shop(app, stage, DOMAINS, bundles_for(stage), files)
    if not stage.is_local:
        Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return shop


def bundles_for(stage: Stage) -> dict[str, bundle.Bundle]:
    bundles = bundle.build_all(bundle.LOCAL if stage.is_local else bundle.LAMBDA)
    if not all(each.has_bytecode for each in bundles.values()):
        sentence = f"No Python {bundle.LAMBDA.python} here: the Lambdas ship without bytecode and start slower."
        print(sentence, file=sys.stderr)
    return bundles


if __name__ == "__main__":
    main()
