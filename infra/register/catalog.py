"""What the catalog counts."""

from infra.register.vocabulary import Word

WORDS = (
    Word("PicturesReady", "pictures of products that were made ready to be shown"),
    Word("PicturesFailed", "uploaded files that cannot be shown as pictures; their products say why"),
)
