from django.urls import path

from kembar.access import views

urlpatterns = [
    path("masuk/", views.SignIn.as_view(), name="sign-in"),
    path("masuk/tautan/", views.one_time_link, name="one-time-link"),
    path("keluar/", views.SignOut.as_view(), name="sign-out"),
]
