from django.urls import path

from diplomas.views import (
    call_order,
    correcting,
    documents,
    files,
    handing,
    lives,
    logos,
    mailing,
    organizer,
    register,
)

urlpatterns = [
    path("<slug:slug>/diplomas/", organizer.diplomas, name="diplomas"),
    path("<slug:slug>/diplomas/issue/", organizer.diplomas_issue, name="diplomas_issue"),
    path("<slug:slug>/diplomas/retry/", organizer.diplomas_retry, name="diplomas_retry"),
    path("<slug:slug>/diplomas/outdated/", correcting.diplomas_outdated, name="diplomas_outdated"),
    path("<slug:slug>/diplomas/correct/", correcting.diplomas_correct, name="diplomas_correct"),
    path("<slug:slug>/diplomas/progress/", organizer.diplomas_progress, name="diplomas_progress"),
    path("<slug:slug>/diplomas/progress.json", organizer.diplomas_figures, name="diplomas_figures"),
    path("<slug:slug>/diplomas/register/", register.diploma_register, name="diploma_register"),
    path(
        "<slug:slug>/diplomas/register/<str:language>.xlsx",
        register.diploma_register_xlsx,
        name="diploma_register_xlsx",
    ),
    path("<slug:slug>/diplomas/of/<slug:kind>/", documents.documents, name="documents"),
    path(
        "<slug:slug>/diplomas/of/<slug:kind>/<slug:which>.webp",
        documents.documents_page,
        name="documents_page",
    ),
    path(
        "<slug:slug>/diplomas/of/<slug:kind>/issue/",
        documents.documents_issue,
        name="documents_issue",
    ),
    path("<slug:slug>/diplomas/completion/", documents.completion_note, name="completion_note"),
    path("<slug:slug>/diplomas/logo/", logos.logo, name="logo"),
    path("<slug:slug>/diplomas/logo/save/", logos.logo_save, name="logo_save"),
    path("<slug:slug>/diplomas/logo/remove/", logos.logo_remove, name="logo_remove"),
    path("<slug:slug>/diplomas/links/", files.diploma_links, name="diploma_links"),
    path("<slug:slug>/diplomas/mail/<slug:purpose>/", mailing.mailing, name="mailing"),
    path(
        "<slug:slug>/diplomas/mail/<slug:purpose>/send/", mailing.mailing_send, name="mailing_send"
    ),
    path(
        "<slug:slug>/diplomas/mail/<slug:purpose>/again/",
        mailing.mailing_again,
        name="mailing_again",
    ),
    path(
        "<slug:slug>/diplomas/mail/<slug:purpose>/sample/",
        mailing.mailing_sample,
        name="mailing_sample",
    ),
    path("<slug:slug>/diplomas/call-order/", call_order.call_order, name="call_order"),
    path(
        "<slug:slug>/diplomas/call-order/choose/",
        call_order.call_order_choose,
        name="call_order_choose",
    ),
    path(
        "<slug:slug>/diplomas/call-order/move/", call_order.call_order_move, name="call_order_move"
    ),
    path(
        "<slug:slug>/diplomas/call-order/forget/",
        call_order.call_order_forget,
        name="call_order_forget",
    ),
    path("<slug:slug>/diplomas/files/", files.diploma_files, name="diploma_files"),
    path(
        "<slug:slug>/diplomas/files/progress/", files.diploma_files_part, name="diploma_files_part"
    ),
    path(
        "<slug:slug>/diplomas/files/<slug:kind>/", files.diploma_files_get, name="diploma_files_get"
    ),
    path(
        "<slug:slug>/diplomas/files/<slug:kind>/make/",
        files.diploma_files_make,
        name="diploma_files_make",
    ),
    path("<slug:slug>/diplomas/handing-over/", handing.handing, name="handing"),
    path(
        "<slug:slug>/diplomas/handing-over/worker.js",
        handing.handing_worker,
        name="handing_worker",
    ),
    path("<slug:slug>/diplomas/<str:code>/handed-over/", handing.handing_note, name="handing_note"),
    path(
        "<slug:slug>/diplomas/<str:code>/handed-over/back/",
        handing.handing_back,
        name="handing_back",
    ),
    path("<slug:slug>/diplomas/<str:code>.pdf", organizer.diploma_file, name="diploma_file"),
    path("<slug:slug>/diplomas/<str:code>/", lives.diploma, name="diploma"),
    path("<slug:slug>/diplomas/<str:code>/reword/", lives.award_reword, name="award_reword"),
    path("<slug:slug>/diplomas/<str:code>/anew/", lives.diploma_anew, name="diploma_anew"),
    path("<slug:slug>/diplomas/<str:code>/revoke/", lives.diploma_revoke, name="diploma_revoke"),
    path(
        "<slug:slug>/diplomas/<str:code>/duplicate/",
        lives.diploma_duplicate,
        name="diploma_duplicate",
    ),
]
