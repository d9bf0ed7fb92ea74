"""What the search counts."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

_LOOK = """
    - What the builder says: `index_built` of each build, `failed` with the class of the error and where it was.
    $ aws logs tail /aws/lambda/$SHOP-search-build_index --since 1h
"""

WORDS = (
    Word("IndexesBuilt", "indexes of the search that were built and published"),
    Word("SearchesWithoutResult", "searches that found nothing"),
    Word(
        "SecondsToSearchable",
        "how long the oldest change of a build had waited when it was searchable",
        is_measured=True,
    ),
    Word(
        "SearchBehind",
        "runs of the builder that met a change older than five minutes",
        Alarm(
            level=Level.TICKET,
            says="What changes in the catalog is not found by the search: its index is behind.",
            times=2,
            runbook=Runbook(
                means="""
                    The index is built every minute in which something changed. Now changes wait for longer than five
                    minutes. The search answers from the last index: what was withdrawn is not shown, prices and stock
                    are shown as they are, but new products and words are not found.
                """,
                look=_LOOK,
                mend="""
                    - A fault of the code: mend it, deploy the domain (`DOMAIN=search make deploy`). What waits is
                      taken up by the next run.
                    - The builder runs out of time or memory: give it more in `infra/domains/search.py`.
                    - Files that are not as they should be: build all of it anew.
                    $ storewright reindex --stage prod
                """,
            ),
        ),
    ),
    Word(
        "IndexesNotRead",
        "looks for a newer index that failed; the one before goes on answering",
        Alarm(
            level=Level.TICKET,
            says="The search cannot read its index.",
            at_least=5,
            runbook=Runbook(
                means="""
                    A newer index is published, and its file cannot be had or is not what was published. Functions that
                    have an older one go on with it; others answer 503.
                """,
                look="""
                    - Why: `index_not_read` has the class of the error.
                    $ aws logs tail /aws/lambda/$SHOP-search-store_api --since 1h --filter-pattern index_not_read
                """,
                mend="""
                    - Build all of it anew; it is published under another name.
                    $ storewright reindex --stage prod
                """,
            ),
        ),
    ),
)
