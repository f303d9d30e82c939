"""Make the PDF of a document of parts and marked words: tagged (PDF/UA-1), whose words they are said in words as well as by their look."""

from django.template.loader import render_to_string

from plans.documents.pdf import tagged_pdf
from plans.runs import Document


def document_pdf(document: Document) -> bytes:
    """Render a document. Nothing is fetched from anywhere, and its name says nothing personal."""
    return tagged_pdf(render_to_string("plans/written/pdf.html", {"document": document}), render_to_string("plans/written/pdf.css"))
