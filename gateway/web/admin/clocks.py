"""What is due of requests to see records and of incidents, under which law; families told."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.web.admin.consents import OFFICE
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.described import AtDesk


class DueShown(BaseModel):
    """Something to do."""

    what: str
    on: date = Field(description="its last day, local")
    days: int = Field(description="days left; negative where it is late")
    source: str = Field(description="the law that says so")


class ClockShown(BaseModel):
    """A request or an incident that is open, and what is due of it."""

    row: str = Field(description="its id")
    due: list[DueShown] = Field(description="the earliest first")


class NotifiedShown(BaseModel):
    """What came of telling families."""

    letters: int = Field(description="letters that are on their way now; none is sent twice")
    on_paper: list[str] = Field(
        description="students of whom nobody has an address, by roster id: tell them on paper"
    )


def clock_routes() -> APIRouter:
    """Return the routes `/clocks` and `/incidents/{row}/notices`."""
    router = APIRouter(tags=["clocks"])

    @router.get("/clocks", name="tell what is due", openapi_extra=OFFICE.told)
    async def clocks(desk: AtDesk, _by: Annotated[Officer, Depends(OFFICE)]) -> list[ClockShown]:
        today = desk.district.today()
        return [
            ClockShown(
                row=one.row,
                due=[
                    DueShown(
                        what=due.what, on=due.on, days=(due.on - today).days, source=due.source
                    )
                    for due in one.due
                ],
            )
            for one in await desk.incidents.clocks()
        ]

    @router.post(
        "/incidents/{row}/notices",
        name="tell families of an incident",
        responses=PROBLEMS,
        openapi_extra=OFFICE.told,
    )
    async def notify(
        desk: AtDesk, by: Annotated[Officer, Depends(OFFICE)], row: Row
    ) -> NotifiedShown:
        told = await desk.notices.send(row, by)
        return NotifiedShown(letters=told.letters, on_paper=list(told.on_paper))

    return router
