"""Takes away, once a day, the files of pictures that nobody names any more."""

from functions.catalog.media.sweep_files import sweep_files
from shared.lambdas import scheduled

handler = scheduled("sweep_media", sweep_files)
