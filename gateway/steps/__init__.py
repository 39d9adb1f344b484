"""Steps of an exchange that need several parts at once; `gateway.exchange` knows their order."""
