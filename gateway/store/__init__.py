"""The database and the keys: the only doors to what outlives the process."""
