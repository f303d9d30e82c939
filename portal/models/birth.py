"""What this database was made for."""

from django.db import models


class Birth(models.Model):
    """Whether this database was born for the demo or for real children; the server refuses the other."""

    is_demo = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "demo" if self.is_demo else "real"
