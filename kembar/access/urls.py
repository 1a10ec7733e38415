"""Addresses of signing in, and of one's own account."""

from django.urls import path

from kembar.access import views

urlpatterns = [
    path("masuk/", views.SignIn.as_view(), name="sign-in"),
    path("masuk/tautan/", views.one_time_link, name="one-time-link"),
    path("keluar/", views.SignOut.as_view(), name="sign-out"),
    path("akun/", views.account, name="account"),
    path("akun/kata-sandi/", views.password, name="password"),
    path("akun/sesi/akhiri/", views.end_other_sessions, name="end-sessions"),
    path("kantor/pilih/", views.choose_office, name="choose-office"),
    path("undangan/<str:token>/", views.invitation, name="invitation"),
]
