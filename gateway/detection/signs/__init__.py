"""What a whole text gives away besides who is in it: detectors of signs, one module each."""
