"""The page on which a plan is signed: the whole plan as it stands, what changed since the draft, and what is still missing."""

from dataclasses import dataclass

from plans.access import PlanAccess
from plans.access.deciding import require_signer
from plans.access.finishing import require_being_finished
from plans.models import Agreement
from plans.queries.agreeing import Standing, section_to_read, standing_of
from plans.queries.items import SectionToRead, plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.serving import served_draft
from plans.queries.signing import prepared_by
from plans.queries.version_items import VersionItems
from plans.record.project import project
from plans.record.rows import put_forward
from plans.saying import in_london


@dataclass(frozen=True)
class SignPage:
    """What is signed. `why_not` says why this person does not sign this plan, or is empty; `compare_url` shows what changed since the draft."""

    head: PlanHead
    sections: tuple[SectionToRead, ...]
    signature: Standing
    words: str
    why_not: str
    may_take_back: bool
    compare_url: str
    final_url: str


def read_sign_page(access: PlanAccess) -> SignPage:
    """Read the page. Raises NotPermitted for whoever signs no plans, NotNow at another stage."""
    require_signer(access)
    require_being_finished(access)
    sections = put_forward(access.plan)
    seen = project(access, sections, reader="")
    writer = VersionItems(access, seen)
    signature = standing_of(access, Agreement.Kind.SIGNED, sections)
    draft = served_draft(access)
    base = plan_url(access)
    prepared = access.person in prepared_by(access)
    return SignPage(
        head=plan_head(access),
        sections=tuple(section_to_read(writer, section) for section in seen.values()),
        signature=signature,
        words=_said(signature),
        why_not="You prepared this plan, so somebody else signs it. Ask another manager or service leader." if prepared else "",
        may_take_back=signature.given is not None,
        compare_url=f"{base}versions/compare/?from={draft.uid}&to=working" if draft else "",
        final_url=f"{base}final/",
    )


def _said(signature: Standing) -> str:
    if signature.given:
        return f"Signed by {signature.given.by.name} on {in_london(signature.given.at)}, for exactly these words."
    if signature.was_other:
        return "The plan was changed since it was signed, so it has to be signed again."
    return "The signature was taken back." if signature.taken_back else "Nobody has signed it yet."
