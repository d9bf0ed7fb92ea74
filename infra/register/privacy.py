"""What privacy counts."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

STILL = 3  # times running; a pool that does not answer once is answered again five minutes later

WORDS = (
    Word("ErasuresAsked", "people who asked to be forgotten, or for whom staff did"),
    Word("PeopleErased", "erasures that were done"),
    Word(
        "MergesFailed",
        "tries to bring what one account has to the other that failed; the next one comes by itself",
        Alarm(
            level=Level.TICKET,
            times=STILL,
            says="Two accounts that staff made one are still two in part: the merge fails again and again.",
            runbook=Runbook(
                means="""
                    The merge is gone on with every five minutes, and holds up no other. The account that goes signs in
                    no more; its orders, carts or company are not all with the other one yet.
                """,
                look="""
                    - Which accounts, and the class of what is raised:
                    $ aws logs tail /aws/lambda/$SHOP-privacy-erase_people --since 1h --filter-pattern merge_failed
                """,
                mend="""
                    - `Unavailable`: the database does not answer; see AWS Health. It goes on by itself.
                    - `NotOurs`: `people_key` was changed without the previous one; store it again as `previous`.
                    - Anything else is a fault in the code. What has moved by then stays where it is.
                """,
            ),
        ),
    ),
    Word(
        "ErasuresFailed",
        "tries of an erasure that failed; the next one comes by itself",
        Alarm(
            level=Level.TICKET,
            times=STILL,
            says="Somebody who asked to be forgotten is not: the erasure fails again and again.",
            runbook=Runbook(
                means="""
                    The erasure is tried every five minutes, and holds up no other. The law gives it a month, counted
                    from the day on which it was asked for.
                """,
                look="""
                    - Which erasure, and the class of what is raised:
                    $ aws logs tail /aws/lambda/$SHOP-privacy-erase_people --since 1h --filter-pattern erasure_failed
                    - What it has come to: `GET /admin/erasures/{id}`.
                """,
                mend="""
                    - `Unavailable`: the database or the pool does not answer; see AWS Health. It goes on by itself.
                    - `NotOurs`: `people_key` was changed without the previous one; store it again as `previous`.
                    - Anything else is a fault in the code. What is erased by then stays erased.
                """,
            ),
        ),
    ),
)
