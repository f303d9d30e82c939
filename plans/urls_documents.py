"""The addresses of a plan's letters, notices and other documents as they were issued, mounted at plans/<reference>/documents/."""

from django.urls import path

from plans.views import documents

urlpatterns = [
    path("", documents.documents, name="documents"),
    path("<uuid:uid>/", documents.document, name="document"),
]
