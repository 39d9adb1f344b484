"""Pages out of templates: everything a template is given is escaped, and what it lacks is an error.

The one door to Jinja2.
"""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: Any) -> str:
    """Return a page.

    Args:
        template: its path under `templates/`.
        values: what it is filled with.
    """
    return _ENVIRONMENT.get_template(template).render(values)
