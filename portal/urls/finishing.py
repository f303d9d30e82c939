"""The addresses at which replies, consultations and final plans are sent."""

from django.urls import path

from portal.views import replies

urlpatterns = [
    path("plans/<str:reference>/replies/send/", replies.send_all, name="send_replies"),
    path("plans/<str:reference>/replies/<uuid:uid>/send/", replies.send_one, name="send_reply"),
]
