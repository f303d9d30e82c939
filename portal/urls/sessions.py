"""The addresses of sessions: how long one lasts, its end, what was typed then, and the devices on which one is signed in."""

from django.urls import path

from portal.views import sessions

urlpatterns = [
    path("account/session/", sessions.session_left, name="session_left"),
    path("account/kept-words/", sessions.kept, name="kept_words"),
    path("account/devices/", sessions.devices, name="devices"),
    path("account/devices/end/", sessions.end_device, name="end_device"),
    path("account/devices/end-others/", sessions.end_others, name="end_other_devices"),
    path("sign-in/time-is-up/", sessions.session_ended, name="session_ended"),
    path("office/people/<uuid:uid>/sign-out/", sessions.sign_out_person, name="sign_out_person"),
    path("plans/<str:reference>/people/<int:number>/sign-out/", sessions.sign_out_member, name="sign_out_member"),
]
