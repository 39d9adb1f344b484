from tests.district.conftest import bare, peopled, town
from tests.oversight.conftest import rooms

__all__ = ["bare", "peopled", "rooms", "town"]
