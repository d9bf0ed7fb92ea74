"""`functions/access/openapi.json`: the HTTP API, from the routes that the handlers declare."""

import json
from pathlib import Path

from local.generate import book
from local.generate.discovery import apis
from shared.http.openapi import Book, document

FILE = "functions/access/openapi.json"  # beside the Lambda that serves it


def generate(root: Path) -> dict[str, str]:
    found = [api for its in apis().values() for api in its]
    names = book.operations(root, (route for api in found for route in api.routes))
    whole = document(found, Book(lambda route: names[book.name_of(route)], book.group_of, book.GROUPS, book.word_for))
    return {FILE: json.dumps(whole, indent=1, ensure_ascii=False) + "\n", book.OPERATIONS: book.written(names)}
