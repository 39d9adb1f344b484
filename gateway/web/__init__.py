"""Routes: they read, hand over and stream; what they hand over to knows the order of things."""
