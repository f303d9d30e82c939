"""Read how a request came in, for those of the council who work on it."""

from dataclasses import dataclass

from files.models import StoredFile
from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotNow, NotPermitted
from plans.access import PlanAccess
from plans.access.deciding import require_reads_request
from plans.models import Request
from plans.queries.find_file import WAITS
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import in_london, long_date


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """The request as it came in. `facts` are (what, words); `missing` the lines of what was asked for besides."""

    head: PlanHead
    facts: tuple[tuple[str, str], ...]
    words: str
    missing: tuple[str, ...]
    original_url: str
    original_name: str


def read_request(access: PlanAccess) -> RequestPage:
    """Read the page. Raises NotPermitted for whoever doesn't work on requests, NotFound where a plan has none. One query."""
    found = _request_of(access)
    facts = (
        ("Received on", long_date(found.received_on)),
        ("Made by", Request.MadeBy(found.made_by).label),
        ("How it came", Request.Route(found.route).label),
        ("Written down here", f"{in_london(found.keyed_at)}, by {found.keyed_by.name}"),
    )
    return RequestPage(
        head=plan_head(access),
        facts=facts,
        words=found.words,
        missing=tuple(line.strip().removeprefix("- ") for line in found.missing.splitlines() if line.strip()),
        original_url=f"{plan_url(access)}decide/request/original/" if found.original else "",
        original_name=found.original.name if found.original else "",
    )


def find_original(access: PlanAccess) -> StoredFile:
    """Find the original of the request for whoever works on it, as `find_file` finds the file of a report."""
    file = _request_of(access).original
    if file is None:
        raise NotFound(NOTHING_HERE)
    if file.state == StoredFile.State.REFUSED:
        raise NotPermitted(file.verdict)
    if file.state == StoredFile.State.WAITING:
        raise NotNow(WAITS)
    return file


def _request_of(access: PlanAccess) -> Request:
    require_reads_request(access)
    found = Request.objects.filter(plan=access.plan).select_related("original", "keyed_by").first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found
