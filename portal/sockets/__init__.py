"""The plan socket: who is told what happened, on which open page."""
