from django.urls import path

from events.views import members, organizer

urlpatterns = [
    path("<slug:slug>/members/", members.members, name="members"),
    path("<slug:slug>/members/invite/", members.member_invite, name="member_invite"),
    path("<slug:slug>/members/leave/", members.member_leave, name="member_leave"),
    path("<slug:slug>/members/<number:pk>/role/", members.member_role, name="member_role"),
    path("<slug:slug>/members/<number:pk>/remove/", members.member_remove, name="member_remove"),
    path(
        "<slug:slug>/invitations/<number:pk>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("<slug:slug>/passes/<number:pass_id>/revoke/", organizer.pass_revoke, name="pass_revoke"),
]
