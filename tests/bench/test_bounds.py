"""Each variant of the code stays as small as `bench/bounds.tsv` says; `test_cold_start.py` counts the modules."""

import pytest

from bench.bounds import bounds
from bench.built import sized
from bench.cold_page import MB
from bench.first_calls import COMPLETE
from infra import bundle

BOUNDS = bounds()


def test_every_variant_has_its_bounds() -> None:
    assert BOUNDS.keys() - {COMPLETE} == bundle.VARIANTS.keys()


@pytest.mark.parametrize("variant", bundle.VARIANTS)
def test_a_variant_is_no_larger_than_it_may_be(variant: str) -> None:
    """Before a bound is raised: what came in, and do all of the variant's Lambdas need it?"""
    built = sized(bundle.build(variant, bundle.LAMBDA).path)
    assert built.zipped / MB <= BOUNDS[variant].zipped_mb
    assert built.unzipped / MB <= BOUNDS[variant].unzipped_mb
