"""What jobs count."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

_LOOK = """
    - Which job, and how far it came:
    $ aws logs tail /aws/lambda/$SHOP-orders-run_jobs --since 3h --filter-pattern '?job_ended ?failed'
    - What its steps said: `failed` lines have the class of the error and where it was.
    $ aws stepfunctions list-executions --state-machine-arn MACHINE_ARN --status-filter FAILED
"""

WORDS = (
    Word(
        "JobsFailed",
        "jobs of which some chunks could not be done, however often they were tried",
        Alarm(
            level=Level.TICKET,
            says="A job failed: somebody waits for its result.",
            runbook=Runbook(
                means="""
                    An export or the like is not whole. What was done stays and is not done again.
                """,
                look=_LOOK,
                mend="""
                    - A service of AWS's was away: go on with it, `POST /admin/jobs/JOB_ID/resume`. Only the chunks
                      that are missing are worked on.
                    - A fault of the code: mend it, deploy the domain, and go on with the job as above; for a week it
                      can be.
                    - More things than a job takes (`too_large`): ask for less, such as a month.
                """,
            ),
        ),
    ),
    Word(
        "JobsRestarted",
        "jobs that were gone on with by themselves, since their run ended without a word",
        Alarm(
            level=Level.TICKET,
            says="A job's run ended without a word, and was begun again.",
            runbook=Runbook(
                means="""
                    The state machine of a domain's jobs was stopped, or could not be started. The job goes on by
                    itself, three times at the most.
                """,
                look="""
                    - Whether runs fail, time out or are stopped, and by whom:
                    $ aws stepfunctions list-executions --state-machine-arn MACHINE_ARN --max-results 20
                    $ aws sqs get-queue-attributes --queue-url $SHOP-jobs-start_jobs-dlq --attribute-names
                        ApproximateNumberOfMessages
                """,
                mend="""
                    - Once is nothing. Each time: the function's role or the state machine was changed by hand; deploy
                      the domain again (`DOMAIN=orders make deploy`).
                """,
            ),
        ),
    ),
)
