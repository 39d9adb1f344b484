"""The pages behind a signature link: prove, read, sign, withdraw. No scripts, no cookies.

Whoever opens a link learns nothing about anybody and changes nothing; what a page needs of the one
before goes along in the form. No page is kept by a browser or a proxy, and no address of one is
passed on.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from gateway.errors import BadRequest, GatewayError
from gateway.oversight.signing.ground import PATH
from gateway.oversight.signing.requests import SignedAlready
from gateway.oversight.signing.signing import Door, Opened, Shut, Signing, WrongFactor
from gateway.oversight.signing.words import words_in
from gateway.terms.signing import Answers, Factor, Language
from gateway.web.pages import render

SAFE: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
STYLE: Final = """:root { color-scheme: light dark }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 42rem; padding: 1rem }
.skip { position: absolute; left: -100rem }
.skip:focus { left: 1rem }
:focus-visible { outline: 3px solid; outline-offset: 3px }
label, .hint { display: block }
legend, label { font-weight: 600 }
label.choice { font-weight: 400; padding: .6rem 0 }
input[type=radio] { height: 1.5rem; margin-inline-end: .5rem; vertical-align: middle;
  width: 1.5rem }
input[type=text] { border: 2px solid; box-sizing: border-box; font: inherit; max-width: 100%;
  padding: .6rem; width: 24rem }
button { border: 2px solid; border-radius: .25rem; font: inherit; font-weight: 600;
  min-height: 2.75rem; padding: .5rem 1.25rem }
button.plain { font-weight: 400 }
header { text-align: end }
fieldset { border: 2px solid; margin: 1rem 0; padding: .5rem 1rem }
.errors { border: 4px solid #c00; padding: .5rem 1rem }
p.wrong, span.wrong { display: block; font-weight: 600; color: light-dark(#a00, #ff9a9a) }
fieldset.wrong { border-color: #c00 }
dt { font-weight: 600 }
dd { margin: 0 0 .5rem }
.address { overflow-wrap: anywhere }
"""
LARGEST_BODY: Final = 64 * 1024
MOST_FIELDS: Final = 500
_DATE = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\s*")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")
_LETTER = re.compile(r"[^\W\d_]")
_log = structlog.get_logger(__name__)

Link = Annotated[str, Path(max_length=100, pattern="^[A-Za-z0-9_-]+$")]
type Fields = Mapping[str, str]


async def _fields(request: Request) -> Fields:
    """Return the fields of a posted form.

    Raises:
        HTTPException: it is none, or too large.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, "too large")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400, "no form") from error


Posted = Annotated[Fields, Depends(_fields)]


@dataclass(frozen=True, kw_only=True)
class _Visit:
    """One posted form: through which link, with what in it, in which language."""

    signing: Signing
    link: str
    posted: Fields
    language: Language

    def shows(self, opened: Opened, wrong: Sequence[str] = (), *, status: int = 200) -> Response:
        """Return the form, or once it is signed what was signed.

        Args:
            opened: what is shown.
            wrong: names of questions without an answer; what was answered stays.
            status: of HTTP.
        """
        here = f"{PATH}/{self.link}"
        if opened.shown is None:
            return _page("sign/done.html", self.language, status=status, opened=opened, here=here)
        words = words_in(self.language).page
        choose = words["choose"]
        named = {
            "collect_use": choose.format(question=words["first_question"]),
            "disclose_third_party": choose.format(question=words["second_question"]),
            "name": words["type_name"],
            "form": words["changed"],
        }
        named |= {
            f"tool.{tool.id}": choose.format(question=tool.name) for tool in opened.shown.tools
        }
        return _page(
            "sign/form.html",
            self.language,
            status=status,
            opened=opened,
            form=opened.shown,
            here=here,
            given=self.posted if wrong and "form" not in wrong else {},
            wrong=wrong,
            errors=[("main" if name == "form" else name, named[name]) for name in wrong],
        )


def sign_routes(signing: Callable[[], Signing]) -> APIRouter:
    """Return the routes under `/sign`; nobody needs an account."""
    router = APIRouter(prefix=PATH, include_in_schema=False)

    @router.get(".css")
    async def style() -> Response:
        kept = SAFE | {"cache-control": "public, max-age=3600"}
        return Response(STYLE, media_type="text/css", headers=kept)

    @router.get("/{link}")
    async def prove(link: Link, lang: Annotated[str, Query(max_length=8)] = "") -> Response:
        try:
            door = await signing().door(link)
        except GatewayError as error:
            return _told(error, _language(lang))
        return _prove(door, _language(lang, door.language))

    def posted_to(path: str, work: Callable[[_Visit], Awaitable[Response]]) -> None:
        @router.post(f"/{{link}}{path}")
        async def answer(link: Link, posted: Posted) -> Response:
            language = _language(posted.get("lang", ""))
            visit = _Visit(signing=signing(), link=link, posted=posted, language=language)
            try:
                return await work(visit)
            except GatewayError as error:
                return _told(error, language)

    posted_to("", _read)
    posted_to("/signature", _sign)
    posted_to("/withdrawal", _withdraw)
    return router


async def _read(visit: _Visit) -> Response:
    """Open the form for who knows the second factor, or again in another language."""
    signing, posted = visit.signing, visit.posted
    if "pass" in posted:
        return visit.shows(await signing.again(visit.link, posted["pass"], visit.language))
    door = await signing.door(visit.link)
    known = read_factor(door.factor, posted.get("known", ""))
    if known is None:
        return _prove(door, visit.language, "bad_date", status=422)
    try:
        opened = await signing.open(visit.link, known, visit.language)
    except WrongFactor as wrong:
        return _prove(door, visit.language, "wrong", left=wrong.left, status=wrong.status)
    return visit.shows(opened)


async def _sign(visit: _Visit) -> Response:
    signing, posted = visit.signing, visit.posted
    shown_pass = posted.get("pass", "")
    opened = await signing.again(visit.link, shown_pass, visit.language)
    if opened.shown is None:  # signed already: show what was
        return visit.shows(opened)
    ids = [tool.id for tool in opened.shown.tools]
    if missing := _missing(posted, ids):
        return visit.shows(opened, missing, status=422)
    sha256 = posted.get("form", "")
    if sha256 != opened.shown.sha256:
        return visit.shows(opened, ["form"], status=409)
    answers = _answers(posted, ids)
    try:
        done = await signing.sign(
            visit.link, shown_pass, answers, language=visit.language, sha256=sha256
        )
    except SignedAlready:  # on another device, at the same time
        done = await signing.again(visit.link, shown_pass, visit.language)
    return visit.shows(done)


async def _withdraw(visit: _Visit) -> Response:
    shown_pass = visit.posted.get("pass", "")
    return visit.shows(await visit.signing.withdraw(visit.link, shown_pass, visit.language))


def read_factor(factor: Factor, text: str) -> str | None:
    """Return what somebody typed as it is compared; None for no date at all.

    A date is read month first, as it is written in the United States, or as ISO 8601 has it.
    """
    if factor is Factor.CODE:
        return "".join(character for character in text if character.isdecimal())[:32]
    american, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    if american is not None:
        month, day, year = map(int, american.groups())
    elif iso is not None:
        year, month, day = map(int, iso.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _missing(posted: Fields, tools: list[str]) -> list[str]:
    """Return the names of questions without an answer, in the order of the page."""
    asked = ["collect_use", "disclose_third_party", *(f"tool.{one}" for one in tools)]
    missing = [name for name in asked if posted.get(name) not in ("yes", "no")]
    name = posted.get("name", "")
    if len(_LETTER.findall(name)) < 2 or len(name) > 200 or not name.isprintable():
        missing.append("name")
    return missing


def _answers(posted: Fields, tools: list[str]) -> Answers:
    return Answers(
        collect_use=posted["collect_use"] == "yes",
        disclose_third_party=posted["disclose_third_party"] == "yes",
        tools={one: posted[f"tool.{one}"] == "yes" for one in tools},
        name=posted["name"].strip(),
    )


def _prove(
    door: Door, language: Language, error: str = "", *, left: int = 0, status: int = 200
) -> Response:
    words = words_in(language).page
    errors = [words[error]] if error else []
    return _page(
        "sign/prove.html", language, status=status, factor=door.factor, errors=errors, left=left
    )


def _told(error: GatewayError, language: Language) -> Response:
    """Say in plain words why a link does nothing; the same for all that never was a link."""
    pages = {"closed", "locked", "not_holder"}
    if isinstance(error, Shut) and error.code in pages:
        return _page("sign/told.html", language, status=error.status, told=error.code)
    if isinstance(error, Shut) and error.code in ("timed_out", "changed"):
        words = words_in(language).page
        return _page(
            "sign/told.html",
            language,
            status=error.status,
            told="late",
            words={**words, "late_title": words["prove_title"], "late": words[error.code]},
        )
    if isinstance(error, BadRequest):
        return _page("sign/told.html", language, status=404, told="closed")
    _log.error("signing_failed", code=error.code)
    return _page("sign/told.html", language, status=503, told="failed")


def _page(template: str, language: Language, *, status: int = 200, **values: Any) -> Response:
    words = words_in(language)
    languages = [{"code": one.value, "name": words_in(one).page["language"]} for one in Language]
    common = {"language": language.value, "languages": languages, "day": words.day}
    page = render(template, **({"words": words.page} | common | values))
    return HTMLResponse(page, status_code=status, headers=SAFE)


def _language(text: str, otherwise: Language = Language.EN) -> Language:
    return Language(text) if text in set(Language) else otherwise
