"""How the last run of each standing chore went, for whoever looks from outside. Units of work."""

import orjson
from sqlalchemy import Connection, func, select

from gateway.store.tables import jobs
from gateway.terms.chores import CHORE, Run, RunState


def last_runs(db: Connection) -> dict[str, Run]:
    """Return the newest run of each chore that was ever done, by its name."""
    here = jobs.c.kind == CHORE
    newest = select(jobs.c.what, func.max(jobs.c.began).label("began")).where(here)
    last = newest.group_by(jobs.c.what).subquery()
    same = (jobs.c.what == last.c.what) & (jobs.c.began == last.c.began)
    query = select(jobs).join(last, same).where(here).order_by(jobs.c.what, jobs.c.id)
    return {
        row.what: run_of(row.state, row.began, row.touched, row.result) for row in db.execute(query)
    }


def run_of(state: str, began: int, touched: int, result: str) -> Run:
    """Return a run as the board of jobs has it; see `Run`."""
    done = state == RunState.DONE
    return Run(
        state=RunState(state),
        began=began,
        touched=touched,
        counts=orjson.loads(result) if done else {},
        code="" if done else result,
    )
