"""The audit API: what the log says, for those who were not there; described by OpenAPI."""
