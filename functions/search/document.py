"""What the index knows of a product: words by weight, codes, and what is filtered, counted and sorted by. Pure."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from functions.catalog.for_search import Variant, Whole
from functions.search.words import code, parts, twins, words
from shared import clock

Fields = dict[str, Any]  # of a product, plain: what is kept of it between two builds

DESCRIPTION_CHARS = 2000  # of a description that are searched; its beginning says what it is
OUT_OF_STOCK = 0.6  # of the rank of the same product in stock
PAIR = "\x1f"  # between an option's name and its value; no text has it


def fields_of(whole: Whole, available: Callable[[str], int]) -> Fields:
    """What is searched of a product for sale. available: what may be sold of a variant, by its id."""
    product, variants = whole.product, [variant for variant in whole.variants if not variant.is_archived]
    currencies = {currency for variant in variants for currency in variant.prices}
    return {
        "id": product.id,
        "title": product.title,
        "description": product.description[:DESCRIPTION_CHARS],
        "tags": list(product.tags),
        "collections": list(product.collections),
        "options": [f"{option.name}{PAIR}{value}" for option in product.options for value in option.values],
        "public": list(product.public_metadata.values()),
        "codes": [each for variant in variants for each in (variant.sku, variant.barcode) if each],
        "prices": {currency: _lowest(variants, currency) for currency in sorted(currencies)},
        "in_stock": any(available(variant.id) > 0 for variant in variants),
        "made_at": int(clock.parse(product.created_at).timestamp() * 1000),
    }


def _lowest(variants: Sequence[Variant], currency: str) -> int:
    return min(variant.prices[currency] for variant in variants if currency in variant.prices)


def vocabulary(all_fields: Iterable[Fields]) -> frozenset[str]:
    """The words that the shop says in titles and labels: what compounds are taken apart by."""
    return frozenset(word for fields in all_fields for text in _labels(fields) for word in words(text))


def document(fields: Fields, known: Container[str]) -> Mapping[str, Any]:
    """The product as the index takes it. known: the shop's vocabulary, by stems too."""
    title = words(fields["title"])
    labels = [word for text in _labels(fields)[1:] for word in words(text)]
    said = [*labels, *words(fields["description"])]
    spelled = {word for text in _labels(fields) for word in twins(text)}
    compounds = {part for word in {*title, *labels} for part in parts(word, known)}
    option_keys = [option_key(*pair.split(PAIR)) for pair in fields["options"]]
    return {
        "id": fields["id"],
        "title": " ".join(title),
        "title_en": " ".join(title),
        "title_de": " ".join(title),
        "twins": " ".join(sorted(spelled)),
        "parts": " ".join(sorted(compounds)),
        "said": " ".join(said),
        "said_en": " ".join(said),
        "said_de": " ".join(said),
        "shown": fields["title"],
        "code": sorted({code(each) for each in fields["codes"]} - {""}),
        "tags": fields["tags"],
        "collections": fields["collections"],
        "options": fields["options"],
        "option_keys": option_keys,
        "in_stock": fields["in_stock"],
        "made_at": fields["made_at"],
        "lift": 1.0 if fields["in_stock"] else OUT_OF_STOCK,
        **{price_field(currency): amount for currency, amount in fields["prices"].items()},
    }


def price_field(currency: str) -> str:
    """The field with a product's lowest price in this currency."""
    return f"price_{currency}"


def option_key(name: str, value: str) -> str:
    """An option's value as filters name it: `size:xl`."""
    return f"{'-'.join(words(name))}:{'-'.join(words(value))}"


def _labels(fields: Fields) -> list[str]:
    """The title, then the short words about it."""
    values = [pair.split(PAIR)[1] for pair in fields["options"]]
    return [fields["title"], *fields["tags"], *fields["collections"], *values, *fields["public"]]
