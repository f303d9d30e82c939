"""Make the PDF of a version for one reader: tagged (PDF/UA-1), with the version's hash and the reader's name on every page."""

from datetime import date
from threading import Lock
from typing import NoReturn

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetchingError

from plans.queries.details import Cover
from plans.queries.versions import VersionPage
from plans.saying import long_date

# A document costs seconds of one core: a process makes one at a time, so that a few impatient readers don't stop everybody else.
_one_at_a_time = Lock()


def version_pdf(page: VersionPage, *, recipient: str, today: date, cover: Cover | None = None, made_again: bool = False) -> bytes:
    """Render what one person reads of a version, behind the cover that is theirs. Nothing is fetched from anywhere: the document is words only.

    `made_again`: it takes the place of one from which words were struck, and says so.
    """
    context = {
        "page": page,
        "recipient": recipient,
        "made_on": long_date(today),
        "made_again": made_again,
        "title": f"{page.head.reference}, {page.row.title}",
    }
    return tagged_pdf(render_to_string("plans/pdf/version.html", context | {"cover": cover}), render_to_string("plans/pdf/version.css"))


def tagged_pdf(words: str, look: str) -> bytes:
    """Make a tagged document from words and their look."""
    styles = [CSS(string=look, url_fetcher=refuse_to_fetch)]
    with _one_at_a_time:
        document: bytes = HTML(string=words, url_fetcher=refuse_to_fetch).write_pdf(pdf_variant="pdf/ua-1", stylesheets=styles)
    return document


def refuse_to_fetch(url: str, *args: object, **options: object) -> NoReturn:
    """Refuse to fetch anything: no style, picture or font comes from outside the document."""
    raise URLFetchingError("nothing is fetched for a plan's document")


def file_name(page: VersionPage) -> str:
    """Name the file by reference, kind and number: 0000-0SAM-shared-2.pdf."""
    return f"{page.head.reference}-{page.row.kind.replace('_', '-')}-{page.row.number}.pdf"
