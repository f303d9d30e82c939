from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Talk beside the words of a plan."""

    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"
