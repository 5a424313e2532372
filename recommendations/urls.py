"""Addresses of readers' pages that belong to the links."""

from django.urls import path

from . import views

app_name = "recommendations"
urlpatterns = [path("followed/", views.followed, name="followed")]
