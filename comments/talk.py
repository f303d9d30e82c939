"""Put together what stands beside a section: its threads with a form under each, and the form that opens one."""

from dataclasses import dataclass

from comments.access import is_coordinator
from comments.forms import CommentForm, OpenThreadForm, audience_choices
from comments.people import people_around
from comments.queries import ThreadView, section_threads
from permissions.vocabulary import Code
from plans.access import PlanAccess


@dataclass(frozen=True)
class Spoken:
    """One thread, and the form to answer in it (None where this person does not)."""

    thread: ThreadView
    form: CommentForm | None
    is_open: bool


@dataclass(frozen=True)
class Talk:
    """The input of templates/comments/threads.html: what stands beside one section for one person."""

    reference: str
    code: Code
    region: str
    threads: tuple[Spoken, ...]
    form: OpenThreadForm | None


def region_of(code: Code) -> str:
    """Name the part of the page that holds the threads of a section."""
    return f"threads-{code}"


def talk_beside(access: PlanAccess, code: Code, *, bound: CommentForm | None = None) -> Talk:
    """Read the talk beside a section; `bound` is the form that came back with errors. At most six queries."""
    people = people_around(access)
    threads = section_threads(access, code, people)
    choices = audience_choices(access, code, people)
    form = bound if isinstance(bound, OpenThreadForm) else OpenThreadForm(choices=choices, place=place_of(access, code))
    return Talk(
        reference=access.circle.circle.shown_reference,
        code=code,
        region=region_of(code),
        threads=tuple(_spoken(thread, bound) for thread in threads),
        form=form if choices else None,
    )


def _spoken(thread: ThreadView, bound: CommentForm | None) -> Spoken:
    if not thread.may_answer:
        return Spoken(thread, None, is_open=False)
    came_back = bound is not None and bound.key == str(thread.uid)
    return Spoken(thread, bound if came_back else CommentForm(key=str(thread.uid)), is_open=came_back)


def opening_form(access: PlanAccess, code: Code, data: object) -> OpenThreadForm:
    """Read a posted form; only the coordinator's choices name people, and cost the queries of naming them."""
    people = people_around(access) if is_coordinator(access) else {}
    choices = audience_choices(access, code, people)
    return OpenThreadForm(data, choices=choices, place=place_of(access, code))  # type: ignore[arg-type]


def place_of(access: PlanAccess, code: Code) -> str:
    """Name the section of one plan, so that a draft is kept for it alone."""
    return f"{access.circle.circle.shown_reference}-{code}"
