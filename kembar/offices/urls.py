"""Addresses of offices and of the desk. They are Indonesian and never change."""

from django.urls import path

from kembar.offices.views import desk, members, office

urlpatterns = [
    path("meja/", desk.desk, name="desk"),
    path("kantor/", office.index, name="offices"),
    path("kantor/baru/", office.new, name="office-new"),
    path("kantor/<slug:slug>/", office.detail, name="office"),
    path("kantor/<slug:slug>/ubah/", office.edit, name="office-edit"),
    path("kantor/<slug:slug>/undang/", members.invite_colleague, name="office-invite"),
    path("kantor/<slug:slug>/undangan/<uuid:pk>/baru/", members.renew, name="invitation-renew"),
    path("kantor/<slug:slug>/undangan/<uuid:pk>/tarik/", members.withdraw, name="invitation-withdraw"),
    path("kantor/<slug:slug>/anggota/<int:user>/peran/", members.role, name="member-role"),
    path("kantor/<slug:slug>/anggota/<int:user>/akhiri/", members.end, name="member-end"),
]
