from datetime import date
from typing import Any

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The plan: its law, its words, its versions."""

    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `permissions.access` how a permission on a section is decided, and striking how a document is made again."""
        from permissions import access as circle_access
        from plans import access, models
        from plans.striking.documents import make_again_by

        circle_access.rule_objects(models.Section, access.section_permission)
        make_again_by(_make_again)


def _make_again(document: Any, today: date) -> bytes:
    """Make it by the room of documents, which is loaded only then."""
    from plans.documents.struck import make_again

    return make_again(document, today)
