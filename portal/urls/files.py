"""The addresses of the files of a plan."""

from django.urls import path

from plans.views import files

urlpatterns = [path("plans/<str:reference>/files/<uuid:uid>/", files.download, name="plan_file")]
