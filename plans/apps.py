from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The plan: its law, its words, its versions."""

    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `permissions.access` how a permission on a section is decided."""
        from permissions import access as circle_access
        from plans import access, models

        circle_access.rule_objects(models.Section, access.section_permission)
