"""The front door: what people sign in with, and what is asked of whom."""
