"""What a number is by its look that is nobody's: a day, a telephone, so many of something.

Pieces of regular expressions, for those who look for somebody's numbers. Pure.
"""

from typing import Final

DASHED: Final = r"\d{1,2}-\d{1,2}(?:-\d{2,4})?|\d{3}-\d{4}|\d{3}-\d{3}-\d{4}|\d{3}-\d{2}-\d{4}"
"""A day or a range, a telephone, a social security number: each has recognisers of its own."""
COUNTED: Final = (
    r"percent|points?|pts|students?|kids|people|words?|min(?:ute)?s?|hours?|days?|weeks?|months?"
    r"|years?|dollars|cents|copies|pages|feet|ft|miles?|times|am|pm"
)
"""What stands behind a number that counts or measures."""
