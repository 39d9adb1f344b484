"""The small district of the district's own tests serves identity too."""

from tests.district.conftest import bare, peopled, town

__all__ = ["bare", "peopled", "town"]
