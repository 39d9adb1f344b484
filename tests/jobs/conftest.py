from tests.district.conftest import bare, peopled, town, url
from tests.oversight.conftest import rooms

__all__ = ["bare", "peopled", "rooms", "town", "url"]
