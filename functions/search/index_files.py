"""The index as files: its fields and analyzers, made of documents in a folder, opened from one, packed into one file.

A packed index is a line of JSON that says which file has how many bytes, and then the files, all of it compressed.
"""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from functions.search.document import price_field

SHAPE = 1  # of the fields: a release that changes them, or how words are made, raises it and builds its own index
HEAP_BYTES = 50_000_000  # of the writer; one thread, so that there is one segment
UNPACKED_MAX = 400_000_000  # bytes; a Lambda's /tmp has 512 MB
STEMMED = {"en": "english", "de": "german"}  # the languages that letters speak
_FILE_NAME_MAX = 100


class NotAnIndex(Exception):
    """The file is not the one that was packed, or of another format."""


@dataclass(frozen=True)
class OpenIndex:
    """An index that can be asked."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    currencies: frozenset[str]
    stem: Mapping[str, tantivy.TextAnalyzer]


def form() -> str:
    """The format of files: of the library's index, and of our fields. `v7-1`."""
    version: str = tantivy.tantivy.__version__  # as `v0.27.0, index_format v7`
    return f"{version.rpartition('index_format ')[2]}-{SHAPE}"


def found(index: OpenIndex, query: tantivy.Query, most: int, **how: Any) -> tuple[list[tantivy.DocAddress], int]:
    """The best documents, and how many there are. how: as the library's `search` has it."""
    result: Any = index.searcher.search(query, most, **how)
    return [place for _, place in result.hits], int(result.count)


def stemmers() -> dict[str, tantivy.TextAnalyzer]:
    """What makes stems of folded words, by language."""
    return {
        language: tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.stemmer(name))
        .build()
        for language, name in STEMMED.items()
    }


class Said:
    """A vocabulary in which a word is found by its German stem too: `hauser` where `haus` is said."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._stem = stemmers()["de"]
        self._words = frozenset(vocabulary)
        self._stems = {stem for word in self._words for stem in self._stem.analyze(word)}
        self._seen: dict[str, bool] = {}

    def __contains__(self, word: object) -> bool:
        if word in self._words:
            return True
        if word not in self._seen:
            self._seen[str(word)] = not self._stems.isdisjoint(self._stem.analyze(str(word)))
        return self._seen[str(word)]


def write_index(folder: Path, documents: Iterable[Mapping[str, Any]], currencies: Collection[str]) -> None:
    """Make an index of these documents, and only of them."""
    schema = _schema(currencies)
    index = tantivy.Index(schema, path=str(folder))
    _register(index)
    writer = index.writer(HEAP_BYTES, 1)
    for each in documents:
        writer.add_document(tantivy.Document.from_dict(dict(each), schema))
    writer.commit()
    writer.wait_merging_threads()
    (folder / "currencies.json").write_text(json.dumps(sorted(currencies)))


def open_index(folder: Path) -> OpenIndex:
    """Raises NotAnIndex."""
    try:
        index = tantivy.Index.open(str(folder))
        _register(index)
        currencies = json.loads((folder / "currencies.json").read_text())
        return OpenIndex(index.searcher(), index.schema, frozenset(currencies), stemmers())
    except (OSError, ValueError) as error:
        raise NotAnIndex(str(error)) from error


def packed(folder: Path) -> bytes:
    """The folder's files as one."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.endswith(".lock")}
    head = json.dumps({name: len(content) for name, content in files.items()}).encode() + b"\n"
    return zlib.compress(head + b"".join(files.values()), 1)


def unpack(content: bytes, sha256: str, folder: Path) -> None:
    """Put the files into the folder. Raises NotAnIndex where it is not what was packed."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotAnIndex("the file is not the one that was published")
    stream = zlib.decompressobj()
    whole = stream.decompress(content, UNPACKED_MAX)
    if stream.unconsumed_tail:
        raise NotAnIndex("the index is too large")
    head, _, rest = whole.partition(b"\n")
    begin = 0
    for name, size in json.loads(head).items():
        if "/" in name or len(name) > _FILE_NAME_MAX:
            raise NotAnIndex("a file's name is a path")
        (folder / name).write_bytes(rest[begin : begin + size])
        begin += size


def _register(index: tantivy.Index) -> None:
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaces", spaces)
    for language, analyzer in stemmers().items():
        index.register_tokenizer(f"stems_{language}", analyzer)


def _schema(currencies: Collection[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "said", "twins", "parts"):
        builder.add_text_field(name, tokenizer_name="stems_de" if name == "parts" else "spaces")
    for name in ("title", "said"):
        for language in STEMMED:
            builder.add_text_field(f"{name}_{language}", tokenizer_name=f"stems_{language}", index_option="freq")
    for name in ("code", "option_keys"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("tags", "collections", "options"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_boolean_field("in_stock", indexed=True, fast=True)
    builder.add_unsigned_field("made_at", fast=True)
    builder.add_float_field("lift", fast=True)
    for currency in sorted(currencies):
        builder.add_unsigned_field(price_field(currency), indexed=True, fast=True)
    return builder.build()
