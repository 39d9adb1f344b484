"""The public register of AI tools: a page anybody may read, and the same as JSON and CSV."""

from collections.abc import Callable, Iterable
from datetime import date
from html import escape
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from gateway.district.directory import District
from gateway.district.register import (
    SOPPA,
    SUPPLEMENTAL,
    PublicTool,
    public_register,
    soppa_list,
    supplemental_information,
)
from gateway.district.sheets import Sheet
from gateway.errors import GatewayError

SAFE: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=60",
}
STYLE: Final = """:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem }
article { border-top: 2px solid; padding: .5rem 0 1rem }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: minmax(10rem, 1fr) 3fr; margin: 0 }
dt { font-weight: 600 }
dd { margin: 0; overflow-wrap: anywhere }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } }
"""
STATES: Final = {
    "active": "in force",
    "expired": "expired: nothing that needs it is sent",
    "future": "not yet in force",
    "none": "none: nothing that needs one is sent",
}


def register_routes(district: Callable[[], District]) -> APIRouter:
    """Return the routes under `/register`, and the way there; nobody needs to sign in."""
    front = APIRouter()
    router = APIRouter(prefix="/register", tags=["register"])

    async def fresh() -> District:
        source = district()
        try:
            await source.refresh()
        except GatewayError as error:
            raise HTTPException(503, "the register cannot be read now; try again soon") from error
        return source

    Fresh = Annotated[District, Depends(fresh)]  # noqa: N806 - a type, local to the district

    @router.get("", response_class=HTMLResponse)
    async def page(source: Fresh) -> Response:
        """Show the register."""
        day = source.today()
        return HTMLResponse(_page(public_register(source.tools, day), day), headers=SAFE)

    @router.get(".css", include_in_schema=False)
    async def style() -> Response:
        return Response(STYLE, media_type="text/css", headers=SAFE)

    @router.get(".json")
    async def listed(source: Fresh) -> list[PublicTool]:
        """Return the register."""
        return public_register(source.tools, source.today())

    @router.get("/soppa.csv", response_class=PlainTextResponse)
    async def soppa(source: Fresh) -> Response:
        """Return the list of operators that Illinois wants published (105 ILCS 85/27)."""
        return _sheet(SOPPA, soppa_list(source.tools))

    @router.get("/ny-2d.csv", response_class=PlainTextResponse)
    async def supplemental(source: Fresh) -> Response:
        """Return the supplemental information of each contract (N.Y. Ed. Law 2-d)."""
        return _sheet(SUPPLEMENTAL, supplemental_information(source.tools))

    @front.get("/", include_in_schema=False)
    async def root() -> Response:
        return RedirectResponse("/register", 303)  # whoever types the bare address in a browser

    front.include_router(router)
    return front


def _sheet[T](sheet: Sheet[T], rows: Iterable[T]) -> Response:
    text = sheet.header + "".join(sheet.rows(rows))
    return Response(text, media_type="text/csv", headers=SAFE)


def _page(tools: list[PublicTool], day: date) -> str:
    rows = "".join(_article(tool) for tool in tools) or "<p>No AI tool is registered.</p>"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AI tools of this district</title>
<link rel="stylesheet" href="/register.css">
</head>
<body>
<main>
<h1>AI tools of this district</h1>
<p>Every AI service the district has registered, what may be sent to it and what its provider
promised, as of <time datetime="{day}">{day}</time>. No tool may train AI on students.</p>
<p>The same as <a href="/register.json">JSON</a>; as the list that Illinois asks for
(<a href="/register/soppa.csv">SOPPA</a>) and the supplemental information that New York asks for
(<a href="/register/ny-2d.csv">Education Law 2-d</a>).</p>
{rows}</main>
</body>
</html>
"""


def _article(tool: PublicTool) -> str:
    facts = {
        "Provider": tool.provider,
        "What it does for the school": tool.service,
        "Status": tool.status.value,
        "Pilot": _span(tool.pilot_from, tool.pilot_until),
        "Agreement": " ".join(
            (tool.agreement, tool.agreement_type, tool.agreement_version)
        ).strip(),
        "The agreement is": STATES[tool.agreement_state],
        "Signed": " ".join((_day(tool.agreement_signed_on), tool.agreement_signed_by)).strip(),
        "Ends": _day(tool.agreement_until),
        "May be used for": _several(one.value.replace("_", " ") for one in tool.purposes),
        "Data that may be sent": _several(tool.data_elements) or "none that identifies a student",
        "Subcontractors": _several(tool.subcontractors),
        "Stored in": tool.data_region,
        "Encryption": tool.encryption,
        "Trains on what it is sent": "yes" if tool.trains_on_data else "no",
        "Keeps it for": "" if tool.retention_days is None else f"{tool.retention_days} days",
        "When the agreement ends": tool.disposition,
        "How to have something corrected": tool.accuracy_challenge,
        "Least age of its users": str(tool.min_user_age) if tool.min_user_age else "",
        "In case of a breach": tool.breach_contact,
        "State terms": _several(tool.addenda),
    }
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>\n" for name, text in facts.items() if text
    )
    link = ""
    if tool.public_url:
        url = escape(tool.public_url)
        link = f'<p><a href="{url}" rel="noreferrer">More about {escape(tool.product)}</a></p>\n'
    return (
        f'<article aria-labelledby="{escape(tool.id)}">\n'
        f'<h2 id="{escape(tool.id)}">{escape(tool.product)}</h2>\n<dl>\n{rows}</dl>\n'
        f"{link}</article>\n"
    )


def _several(texts: Iterable[str]) -> str:
    return ", ".join(sorted(texts))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _span(first: date | None, last: date | None) -> str:
    return f"{_day(first)} to {_day(last)}" if first or last else ""
