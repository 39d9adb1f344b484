"""Finds the numbers and codes that let anybody into a class's video meeting.

The links are `urls`; these are the pieces people copy beside them: "Meeting ID: 812 3456 7890",
"Passcode: x9Kd2", "abc-defg-hij".
"""

from gateway.detection.recognisers.forms import Form, FormRecogniser, digits, is_whole
from gateway.terms.text import Label

_ROOM = r"(?:zoom|meeting|webinar|conference|teams|webex|google\smeet|meet|reuni[oó]n)"


class Meetings(FormRecogniser):
    """Finds meeting numbers and codes."""

    label = Label.OTHER_ID
    id_ = "meetings"
    hints = (
        "zoom", "meet", "webinar", "conference", "teams", "webex", "reuni", "kahoot", "gimkit",
        "blooket", "quizizz", "game",
    )  # fmt: skip
    forms = (
        Form(
            id="number",
            pattern=rf"(?i)\b(?:{_ROOM}\s)?{_ROOM}\s(?:id|i\.d\.|code|number|no\.?|#|pin)"
            r"[\s:#=(]{1,4}(?:is\s)?(?P<value>\d{3}[ \-]?\d{3,4}[ \-]?\d{3,5}(?:[ \-]?\d{2,3})?)",
            score=0.8,
        ),
        Form(
            id="bare",
            pattern=rf"(?i)\b{_ROOM}\s?:?\s(?P<value>\d{{3}}[ \-]?\d{{3,4}}[ \-]?\d{{4}})\b",
            score=0.7,
        ),
        Form(
            id="join",
            pattern=rf"(?i)\b(?:join|enter|use)\s(?:with\s|by\s)?(?:code\s)?(?P<value>[a-z]{{3}}-[a-z]{{4}}-[a-z]{{3}})"
            rf"\b[^\n]{{0,20}}?\b{_ROOM}",
            score=0.7,
        ),
        Form(
            id="game",
            pattern=r"(?i)\b(?:kahoot|gimkit|blooket|quizizz|game)\s(?:game\s)?(?:pin|code|id)"
            r"[\s:#=(]{1,4}(?:is\s)?(?P<value>\d{3}[ \-]?\d{3,4})",
            score=0.75,
        ),
        Form(
            id="spanish",
            pattern=r"(?i)\bid\sde\s(?:la\s)?reuni[oó]n[\s:#=]{1,4}"
            r"(?P<value>\d{3}[ \-]?\d{3,4}[ \-]?\d{3,5})",
            score=0.8,
        ),
        Form(
            id="words",
            pattern=rf"(?i)\b{_ROOM}(?:\s(?:id|code|link))?[\s:#=(]{{1,4}}(?:is\s)?"
            r"(?P<value>[a-z]{3}-[a-z]{4}-[a-z]{3})",
            score=0.8,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse pieces of longer words and numbers."""
        if not is_whole(text, start, end):
            return None
        least = 6 if form.id == "game" else 9
        if form.id not in ("words", "join") and not least <= len(digits(text[start:end])) <= 12:
            return None
        return start, end, form.score
