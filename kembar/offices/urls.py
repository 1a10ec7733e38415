"""Addresses of offices and of the desk. They are Indonesian and never change."""

from django.urls import path

from kembar.offices.views import cases, desk, members, office, stakes

urlpatterns = [
    path("meja/", desk.desk, name="desk"),
    path("meja/kasus/", cases.index, name="our-cases"),
    path("kerja-sama/<slug:slug>/ambil-alih/", cases.adopt, name="case-adopt"),
    path("kerja-sama/<slug:slug>/tautkan/", cases.link, name="case-link"),
    path("kerja-sama/<slug:slug>/pengelola/", stakes.index, name="stakes"),
    path("kerja-sama/<slug:slug>/pengelola/tambah/", stakes.grant, name="stake-grant"),
    path("kerja-sama/<slug:slug>/pengelola/<uuid:pk>/akhiri/", stakes.end, name="stake-end"),
    path("kerja-sama/<slug:slug>/serah-terima/", stakes.hand_over, name="hand-over"),
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
