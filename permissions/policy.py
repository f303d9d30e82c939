"""Declare, beside every view and socket message, who may reach it; one without a declaration fails the build (design, invariant 1).

The declaration says which door stands in front (and the middleware holds the first part of it: signed in or not); `access` decides behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may come through: `words` for the table of routes, `signed_in` for the middleware."""

    words: str
    signed_in: bool = True


PUBLIC = Policy("anyone", signed_in=False)
DEMO_ONLY = Policy("anyone, in the demo only", signed_in=False)
SIGNED_IN = Policy("any person who is signed in")
IN_CIRCLE = Policy("in the circle of this plan")
SEES_SECTION = Policy("in the circle, and sees this section")
COMMENTS_SECTION = Policy("in the circle, and comments in this section (or is named in the thread)")
RAISED_THREAD = Policy("in the circle, reads this thread and raised it")
WROTE_COMMENT = Policy("in the circle, wrote this comment and reads its thread")
WRITES_SECTION = Policy("in the circle, and adds to or edits this section")
CUTS_VERSIONS = Policy("in the circle as coordinator, writer or manager")
SEES_VERSION = Policy("in the circle, and sees this kind of version; each item by its own rule")
KEEPS_CIRCLE = Policy("in the circle as coordinator or manager")
COUNCIL_IN_CIRCLE = Policy("in the circle as somebody of the council")
FAMILY_IN_CIRCLE = Policy("in the circle as one of the family who holds rights")
STRIKES = Policy("in the circle as coordinator or manager; another of them confirms")
READS_CHECKS = Policy("in the circle as coordinator, writer, manager or service leader")
OPENS_CHILDS_PAGE = Policy("in the circle as a parent, or with the family's leave to help the child")
ANSWERS_DRAFT = Policy("in the circle, as somebody on whom the draft was served, or as the supporter whom they chose")
PROPOSES_CHANGES = Policy("in the circle, and suggests changes in this section, without being of the family")
KEYS_ANSWERS = Policy("in the circle as business support, coordinator or manager")
WRITES_REPLIES = Policy("in the circle as coordinator, writer or manager, while a draft is answered")
SENDS_REPLIES = Policy("in the circle as coordinator or manager, while a draft is answered")
AGREES_PROVISION = Policy("in the circle as somebody of the council, or as the officer who agrees health or social care provision")
TAKES_UP_PROPOSALS = Policy("in the circle, as somebody on whom the draft was served")
SIGNS_PLANS = Policy("in the circle as manager or service leader")
ISSUES_PLANS = Policy("in the circle as coordinator, manager or service leader")
WITH_SCHOOL_KEY = Policy("whoever holds the link of an open consultation; no name and no word of a plan is there", signed_in=False)
SERVES_DRAFTS = Policy("in the circle as coordinator, manager or service leader, until the plan is final")
SEES_SERVICES = Policy("in the circle as coordinator, manager or service leader, or as somebody on whom a plan is served: their own only")
READS_WORKING_DOCUMENT = Policy("in the circle as one of the family who answer drafts, or as somebody of the council who reads names")
HAS_DOCUMENT = Policy("whoever this document was issued to, or coordinator or manager of its plan")
SEES_ITEM = Policy("in the circle, and sees this item")
DECIDES = Policy("in the circle as coordinator, manager or service leader")
SEES_WHOLE_PLAN = Policy("in the circle, and sees every section whole, names and all")
ENDS_CASES = Policy("in the circle as coordinator, manager, service leader or business support")
SENDS_TO_CHECK = Policy("in the circle as coordinator, writer, manager or service leader")
CHECKS_DRAFTS = Policy("in the circle as manager")
READS_REQUEST = Policy("in the circle as coordinator, writer, manager, service leader or business support")
ARRANGES_REVIEWS = Policy("in the circle as SENCo, coordinator, manager or service leader")
READS_REVIEWS = Policy(
    "in the circle as one of the family, as whoever arranges reviews or works on the plan for the council, or invited to this review"
)
ASKS_REVIEW = Policy("in the circle as a parent, the young person, their representative or SENCo")
INVITED_TO_REVIEW = Policy("in the circle, and invited to the review that is arranged")
CHOOSES_FOR_PARENTS = Policy("in the circle as the young person, or as whoever acts for them where it is about who reads the plan")
TAKES_OVER_DRAFT = Policy("in the circle as whoever holds the young person's rights, or as coordinator, manager or service leader")
BREAKS_GLASS = Policy("a service leader without a part in this plan")
KEEPS_SERVICE = Policy("a service leader")
KEEPS_COLLEAGUES = Policy("a service leader, or who keeps the people of their own organisation")
WITH_INVITATION = Policy("whoever holds an open invitation", signed_in=False)
HALF_SIGNED_IN = Policy("whoever has shown the first factor and still owes the second", signed_in=False)
MAIL_RECEIPTS = Policy("GOV.UK Notify, by a key of its own", signed_in=False)
WRITES_REQUEST = Policy("whoever writes this request, until it is sent")
OPENS_PLANS = Policy("a person of the council who opens plans")
CONTENT_EDITORS = Policy("content editors and system administrators; no plan is there")


def declare(policy: Policy, *methods: str) -> Callable[[View], View]:
    """Declare a view's policy and its methods; any other method is answered 405."""

    def wrap(view: View) -> View:
        allowed = (*methods, "HEAD") if "GET" in methods else methods

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        answer.policy = policy  # type: ignore[attr-defined]
        answer.methods = methods  # type: ignore[attr-defined]
        return answer  # type: ignore[return-value]

    return wrap
