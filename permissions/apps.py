from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate  # noqa: TID251 SQLite drops triggers when a migration remakes a table


class PermissionsConfig(AppConfig):
    """People and what they may do."""

    name = "permissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard every append-only table again after each migration."""
        from permissions import append_only

        pre_migrate.connect(append_only.before_migrate, dispatch_uid="append_only")
        post_migrate.connect(append_only.after_migrate, dispatch_uid="append_only")
