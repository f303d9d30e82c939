"""The addresses at which replies, consultations and final plans are sent."""

from django.urls import path

from portal.views import final, replies, schools

urlpatterns = [
    path("plans/<str:reference>/replies/send/", replies.send_all, name="send_replies"),
    path("plans/<str:reference>/replies/<uuid:uid>/send/", replies.send_one, name="send_reply"),
    path("plans/<str:reference>/schools/", schools.schools, name="schools"),
    path("plans/<str:reference>/schools/ask/", schools.ask, name="ask_school"),
    path("plans/<str:reference>/schools/<uuid:uid>/answer/", schools.answer, name="school_answer"),
    path("plans/<str:reference>/schools/<uuid:uid>/lapse/", schools.lapse, name="school_lapse"),
    path("plans/<str:reference>/final/", final.final, name="final_plan"),
    path("plans/<str:reference>/final/preview/<int:number>/", final.preview, name="final_preview"),
    path("plans/<str:reference>/final/letter/", final.letter, name="final_letter"),
    path("schools/reply/<str:key>/", schools.desk, name="school_desk"),
]
