"""How the names of files end. Pure."""

from typing import Final

FILE_ENDINGS: Final = (
    r"py|js|ts|css|html?|csv|txt|pdf|docx?|xlsx?|png|jpe?g|java|json|zip|mp[34]|md|sql"
)
"""A piece of a regular expression; what ends so is no address of the web and no account."""
