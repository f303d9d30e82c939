from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The service itself: settings, pages that show several rooms together, notices, demo."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the bell of the plan socket on the ledger."""
        from permissions import ledger
        from portal.sockets import news

        ledger.on_news(news.ring)
