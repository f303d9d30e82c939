"""The room of the private store."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Register the room."""

    name = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Django's checks of a deployment ask for the virus scanner."""
        from files import checks  # noqa: F401
