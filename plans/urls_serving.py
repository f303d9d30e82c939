"""The addresses at which a draft is served, consent to be served is kept and more time is given; mounted at plans/<reference>/."""

from django.urls import path

from plans.views import consents

urlpatterns = [
    path("consents/", consents.consents, name="consents"),
    path("consents/yours/", consents.yours, name="own_consents"),
    path("consents/<int:number>/<slug:channel>/", consents.record, name="record_consent"),
    path("consents/<int:number>/<slug:channel>/withdraw/", consents.withdraw, name="withdraw_consent"),
]
