"""Read all the talk of a plan for one person, as they ask for it: by where it stands, by kind, by section, new to them; newest first, in pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms

from comments.access import Where, audiences_for
from comments.models import Thread
from comments.people import people_around
from comments.queries import PlacedThread, plan_talk
from comments.showing import ThreadView
from comments.talk import Spoken, spoken
from permissions.vocabulary import CODES, Code
from plans.access import PlanAccess
from plans.queries.items import plan_url, section_said
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import count

ON_A_PAGE = 20
WHOLE = "version"


class FindForm(forms.Form):
    """What to look for; nothing chosen is everything."""

    status = forms.ChoiceField(
        label="Where it stands",
        required=False,
        choices=[("", "All"), ("unresolved", "Not settled"), ("open", "Open"), ("answered", "Answered"), ("resolved", "Settled")],
    )
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *Thread.Kind.choices])
    section = forms.ChoiceField(label="Section", required=False)
    unread = forms.BooleanField(label="Only what is new to me", required=False)

    def __init__(self, data: Mapping[str, str], *, codes: tuple[Code, ...]) -> None:
        super().__init__(data, auto_id="find-%s")
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
        field.choices = [("", "All"), *((code.value, section_said(code)) for code in codes), (WHOLE, "Versions")]

    @property
    def wanted(self) -> dict[str, str]:
        """Give what was chosen, without what makes no sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Found:
    """One thread of the list, under the name of its place."""

    place: str
    spoken: Spoken


@dataclass(frozen=True)
class TalkPage:
    """The list. `before` and `after` are the addresses of the neighbouring pages ("" where there is none); `how_many` says how many were found."""

    head: PlanHead
    reference: str
    form: FindForm
    found: tuple[Found, ...]
    how_many: str
    is_narrowed: bool
    is_paged: bool
    page: int
    pages: int
    before: str
    after: str
    url: str
    may_start: bool

    @property
    def views(self) -> tuple[ThreadView, ...]:
        """Give the threads that are shown."""
        return tuple(one.spoken.thread for one in self.found)

    @property
    def codes(self) -> tuple[Code, ...]:
        """List the sections of which something is read."""
        return tuple(sorted({view.code for view in self.views if view.code is not None}))


def read_talk_page(access: PlanAccess, asked: Mapping[str, str], *, now: datetime) -> TalkPage:
    """Read the page that was asked for. Eight queries."""
    form = FindForm(asked, codes=access.visible_sections)
    people = people_around(access)
    wanted = form.wanted
    listed = [one for one in plan_talk(access, people=people, now=now) if _is_wanted(one, wanted)]
    listed.sort(key=lambda one: one.thread.place_by_news[1:], reverse=True)
    listed.sort(key=lambda one: one.thread.place_by_news[0])
    pages = max(1, -(-len(listed) // ON_A_PAGE))
    page = min(max(_number(asked.get("page", "")), 1), pages)
    shown = listed[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    url = f"{plan_url(access)}talk/"
    return TalkPage(
        head=plan_head(access),
        reference=access.circle.circle.shown_reference,
        form=form,
        found=tuple(Found(one.place, spoken(access, one.thread, people)) for one in shown),
        how_many=count(len(listed), "conversation", "conversations"),
        is_narrowed=bool(wanted),
        is_paged=pages > 1,
        page=page,
        pages=pages,
        before=_address(url, wanted, page - 1) if page > 1 else "",
        after=_address(url, wanted, page + 1) if page < pages else "",
        url=url,
        may_start=any(audiences_for(access, code) for code in CODES),
    )


def _is_wanted(one: PlacedThread, wanted: Mapping[str, str]) -> bool:
    thread = one.thread
    is_status = {"": True, "unresolved": thread.status != Thread.Status.RESOLVED}.get(
        wanted.get("status", ""), thread.status == wanted.get("status")
    )
    is_kind = wanted.get("kind", thread.kind) == thread.kind
    is_new = not wanted.get("unread") or thread.unread > 0
    return is_status and is_kind and is_new and _is_there(one, wanted.get("section", ""))


def _is_there(one: PlacedThread, section: str) -> bool:
    code: Where = one.code
    if section == WHOLE:
        return bool(one.thread.about.version)
    return not section or code == section


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(url: str, wanted: Mapping[str, str], page: int) -> str:
    asked = {name: "on" if name == "unread" else value for name, value in wanted.items()}
    return f"{url}?{urlencode({**asked, 'page': page})}"
