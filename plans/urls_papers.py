"""The addresses of documents that are made when they are asked for, below plans/<reference>/; what was issued stands in `plans.urls_documents`."""

from django.urls import path

from plans.views import papers

urlpatterns = [
    path("documents/said/", papers.said, name="said_and_done"),
    path("documents/said/pdf/", papers.said_file, {"kind": "pdf"}, name="said_and_done_pdf"),
    path("documents/said/word/", papers.said_file, {"kind": "word"}, name="said_and_done_word"),
    path("documents/said/<uuid:uid>/", papers.said, name="said_and_done_of"),
    path("documents/said/<uuid:uid>/pdf/", papers.said_file, {"kind": "pdf"}, name="said_and_done_of_pdf"),
    path("documents/said/<uuid:uid>/word/", papers.said_file, {"kind": "word"}, name="said_and_done_of_word"),
    path("documents/working/", papers.working, name="working_document"),
    path("documents/working/pdf/", papers.working_file, {"kind": "pdf"}, name="working_document_pdf"),
    path("documents/working/word/", papers.working_file, {"kind": "word"}, name="working_document_word"),
    path("versions/<uuid:uid>/word/", papers.version_word, name="version_word"),
]
