"""The addresses of a plan between the answers and the final plan, below plans/<reference>/; what sends letters stands in `portal.urls.finishing`."""

from django.urls import path

from plans.views import agreements, replies

urlpatterns = [
    path("replies/", replies.replies, name="replies"),
    path("replies/<uuid:uid>/", replies.reply, name="reply"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/take-out/<uuid:uid>/", agreements.take_out, name="take_out_provision"),
    path("agreements/<str:kind>/", agreements.agree, name="agree_provision"),
    path("sign/", agreements.sign, name="sign_plan"),
]
