"""The addresses at which a served draft is answered, mounted at plans/<reference>/."""

from django.urls import path

from plans.views import answering, answers, on_behalf, proposing

urlpatterns = [
    path("answer/", answering.start, name="answer"),
    path("answer/mine/", answering.mine, name="my_answer"),
    path("answer/mine/pdf/", answering.mine_pdf, name="my_answer_pdf"),
    path("answer/paper/", answering.paper, name="answer_on_paper"),
    path("answer/send/", answering.send, name="send_answer"),
    path("answer/finish/", answering.finish, name="finish_answer"),
    path("answer/take-back/", answering.take_back, name="take_back_finished"),
    path("answer/ask/<str:kind>/", answers.say_to_whole, name="answer_whole"),
    path("answer/said/<uuid:uid>/", answers.change, name="change_answer"),
    path("answer/said/<uuid:uid>/withdraw/", answers.withdraw, name="withdraw_answer"),
    path("answer/original/<uuid:uid>/", on_behalf.own_original, name="own_original"),
    path("answer/adopt/<uuid:uid>/", proposing.adopt, name="adopt_proposal"),
    path("answer/<str:code>/", answers.section, name="answer_section"),
    path("answer/<str:code>/agree/", answers.agree, name="agree_section"),
    path("answer/<str:code>/<str:kind>/", answers.say, name="answer_words"),
    path("on-behalf/", on_behalf.people, name="on_behalf"),
    path("on-behalf/<uuid:uid>/", on_behalf.enter, name="enter_answer"),
    path("on-behalf/<uuid:uid>/paper/", on_behalf.paper, name="paper_form_for"),
    path("on-behalf/original/<uuid:uid>/", on_behalf.original, name="original_of_answer"),
    path("propose/", proposing.start, name="propose"),
    path("propose/said/<uuid:uid>/withdraw/", proposing.withdraw, name="withdraw_proposal"),
    path("propose/<str:code>/", proposing.section, name="propose_in_section"),
    path("propose/<str:code>/<str:kind>/", proposing.propose, name="propose_words"),
]
