"""The admin API: what the district edits, described by OpenAPI, every change with its reason."""
