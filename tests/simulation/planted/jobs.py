"""Mistakes with long work: chunks that count twice, or after the end, or not at all."""

from tests.simulation.planted.bug import Bug

STORE = "functions/jobs/store.py"
RUN = "functions/jobs/run_job.py"
MIGRATE = "functions/migrations/migrate_table.py"

JOBS = (
    Bug(
        "chunk_without_its_job",
        STORE,
        '            "#status = :running AND #plan = :plan",\n',
        '            "(#status = :running OR attribute_exists(pk)) AND #plan = :plan",\n',
        "Who cancels a job in a fright sees it go on: what was at work when it was canceled is done all the same.",
        ("I18",),
    ),
    Bug(
        "chunk_noted_again",
        STORE,
        "        create(SPEC, chunk_item(job, done), refusal=lambda _: WorkedBefore()),\n",
        '        Write(SPEC, "Put", chunk_key(job.id, done.number), chunk_item(job, done)),\n',
        "A chunk that is worked on twice has its effect twice.",
        ("I18",),
    ),
    Bug(
        "finish_without_looking",
        RUN,
        "        if missing(job.chunks or 0, chunks):\n",
        "        if job.chunks and not chunks:\n",
        "An export lacks orders, and says that it is whole.",
        ("I18",),
    ),
    Bug(
        "things_asked_again",
        RUN,
        "        if job.plan is None:\n",
        "        if job.plan is None or job.status is Status.QUEUED:\n",
        "A job that is gone on with has new chunks under old notes: orders are missing from the file, or twice in it.",
        ("I18",),
    ),
    Bug(
        "running_jobs_unwatched",
        "functions/jobs/table.py",
        "    if job.is_open:\n",
        "    if job.status is Status.QUEUED:\n",
        "A job whose run was stopped stays at 40 percent for ever, and nobody is told.",
        ("I13",),
    ),
    Bug(
        "migration_of_the_first_page",
        MIGRATE,
        "    while chunk.after:\n",
        "    while chunk.after and not chunk.looked:\n",
        "The next release takes the old attribute away, and most of the table is not there any more.",
        ("I18",),
    ),
)
