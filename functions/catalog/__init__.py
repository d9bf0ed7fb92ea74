"""The catalog: what is for sale. Other domains read variants and product names here, and nothing else."""

from functions.catalog.product import ProductSummary, Variant
from functions.catalog.store import products, variants

__all__ = ["ProductSummary", "Variant", "products", "variants"]
