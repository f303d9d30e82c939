from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The service itself: settings, pages that show several rooms together, notices, demo."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the bells of the plan socket and of the notices on the ledger."""
        from permissions import ledger
        from portal.notices import bell
        from portal.sockets import news

        ledger.on_news(news.ring)
        ledger.on_news(bell.ask)
