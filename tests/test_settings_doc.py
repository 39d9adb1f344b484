"""Every setting is documented, with its default and its help, word for word."""

import re
from pathlib import Path

from pydantic import SecretStr

from gateway.settings import PREFIX, Settings

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "settings.md"


def row(name: str) -> str:
    """Return the line of the table that documents a setting."""
    field = Settings.model_fields[name]
    secret = isinstance(field.default, SecretStr)
    default = field.default.get_secret_value() if secret else field.default
    shown = f"`{default}`" if str(default) else "empty"
    return f"| `{name}` | `{PREFIX}{name.upper()}` | {shown} | {field.description} |"


def test_every_setting_is_documented_as_it_is() -> None:
    text = DOCUMENT.read_text()
    missing = [row(name) for name in Settings.model_fields if row(name) not in text]

    assert not missing, "add to docs/settings.md:\n" + "\n".join(missing)


def test_nothing_is_documented_that_is_no_setting() -> None:
    documented = re.findall(rf"^\| `(\w+)` \| `{PREFIX}", DOCUMENT.read_text(), re.MULTILINE)

    assert sorted(documented) == sorted(Settings.model_fields)


def test_the_database_address_is_a_secret_that_does_not_print() -> None:
    assert isinstance(Settings.model_fields["database"].default, SecretStr)
    assert "a:pass@b" not in str(Settings(database=SecretStr("postgresql://a:pass@b/c")))
