"""The form on which the recipients of a final plan are chosen and checked."""

from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from plans.forms.fields import Choice
from plans.queries.final_page import Addressee, FinalPage, Issuing, Sending, Why


class FinalForm(forms.Form):
    """How each of the family has the plan, who has it for the named place and for health, who has a copy; asked twice, `sure` the second time."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    step = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: FinalPage) -> None:
        super().__init__(data, initial={"seen": page.seen})
        self.page = page
        for one in page.family:
            ways = [(way.channel, way.words) for way in one.to.open_ways]
            need = f"Choose how {one.to.name} gets the plan."
            self.fields[f"way_{one.to.number}"] = Choice(label="How do they get it?", choices=ways, required=True, need=need)
        if page.ready.placing.names:
            self._ask(Why.SETTING, "For the named school or other place", "Choose who has the plan for the named school or other place.")
        self._ask(Why.HEALTH, "For health (the Integrated Care Board)", "Choose who has the plan for health.")
        if page.of(Why.COPY):
            self._ask(Why.COPY, "Copies, each of as much as this person may read", "")
        if self.data.get("step") == "sure":
            self.fields["sure"] = forms.BooleanField(
                label="I have checked this list: everybody who is to have the plan is on it, and nobody else",
                error_messages={"required": "Check the list, and say that you did."},
            )

    def _ask(self, why: Why, label: str, need: str) -> None:
        choices = [(str(one.to.number), f"{one.to.name}, {one.to.role_name} ({_way_said(one)})") for one in self.page.of(why)]
        self.fields[why.value] = forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=bool(need),
            initial=[number for number, _ in choices] if need else [],
            widget=forms.CheckboxSelectMultiple,
            error_messages=dict.fromkeys(("required", "invalid_choice"), need or "Choose from the list."),
        )

    @property
    def groups(self) -> list[tuple[Addressee, BoundField]]:
        """Give the field of each of the family."""
        return [(one, self[f"way_{one.to.number}"]) for one in self.page.family]

    @property
    def lists(self) -> list[BoundField]:
        """Give the lists of everybody else."""
        return [self[why.value] for why in (Why.SETTING, Why.HEALTH, Why.COPY) if why.value in self.fields]

    @property
    def is_sure(self) -> bool:
        """Say whether the list was shown and checked."""
        return bool(self.cleaned_data.get("sure"))

    @property
    def again(self) -> list[tuple[str, str]]:
        """Give what was chosen, to be sent once more when the list was checked."""
        own = [name for name in self.data if name == "seen" or name.startswith("way_") or name in set(Why)]
        data = cast(QueryDict, self.data)
        return [(name, str(value)) for name in own for value in data.getlist(name)] + [("step", "sure")]

    def issuing(self) -> Issuing:
        """Give what was chosen."""
        data = self.cleaned_data
        family = [Sending(number=one.to.number, channel=data[f"way_{one.to.number}"], why=Why.FAMILY) for one in self.page.family]
        by_number = {str(one.to.number): one for one in self.page.addressees}
        others = [
            Sending(number=int(number), channel=by_number[number].first_way, why=why)
            for why in (Why.SETTING, Why.HEALTH, Why.COPY)
            for number in data.get(why.value, ())
        ]
        return Issuing(sendings=(*family, *others), seen=data["seen"])

    def chosen(self) -> list[tuple[Addressee, str]]:
        """List whom the plan goes to and by which way, in words."""
        by_number = {one.to.number: one for one in self.page.addressees}
        listed = [(by_number[one.number], one.channel) for one in self.issuing().sendings]
        return [(to, next(way.words for way in to.to.ways if way.channel == channel)) for to, channel in listed]


def _way_said(one: Addressee) -> str:
    return next(way.words for way in one.to.ways if way.channel == one.first_way).lower()
