"""Which kind of stand-in a request gets: coined names, or tags.

A coined name may still carry bias into a judgement about somebody, so purposes that judge get
tags. Pure.
"""

from gateway.terms.disclosure import DistrictChoices, Purpose, SurrogateStyle, Tool


def choose_style(tool: Tool, purpose: Purpose, choices: DistrictChoices) -> SurrogateStyle:
    """Return tags where the tool or the purpose asks for them, else coined names.

    Args:
        tool: the tool the request goes to, with the style registered for it.
        purpose: what the request is for.
        choices: the district's choices, with the purposes that get tags.
    """
    if purpose in choices.purposes_with_tags:
        return SurrogateStyle.TAGS
    return tool.style
