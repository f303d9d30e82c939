"""Where a person is signed in: how long, on which devices, and what becomes of words typed after the end."""
