"""The room of the private store."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Register the room."""

    name = "files"
    default_auto_field = "django.db.models.BigAutoField"
