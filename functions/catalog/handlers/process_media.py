"""Looks at the pictures that staff add to products."""

from events import MediaAdded
from functions.catalog.media.process_picture import process_picture
from functions.catalog.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(SPEC, "catalog.process_media", {MediaAdded: process_picture})
