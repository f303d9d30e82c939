"""Striking a passage: where the words of a plan stand, how a passage is found in any spelling, what is sealed (design, 6)."""
