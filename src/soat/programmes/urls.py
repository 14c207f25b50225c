"""Addresses of the programmes room, under /chuong-trinh/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from soat.programmes.views import duties, duty, import_plan, people, programmes, questions, review, subjects

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", programmes.listing, name="list"),
    path("nhap/", import_plan.import_page, name="import"),
    path("co-quan/", review.agencies, name="agencies"),
    path("<uuid:pk>/", programmes.overview, name="overview"),
    path("<uuid:pk>/bat-dau/", programmes.start, name="start"),
    path("<uuid:pk>/gia-han/", programmes.extend, name="extend"),
    path("<uuid:pk>/ket-thuc/", programmes.close, name="close"),
    path("<uuid:pk>/bo/", programmes.discard, name="discard"),
    path("<uuid:pk>/khoi-phuc/", programmes.restore, name="restore"),
    path("<uuid:pk>/soat/", review.page, name="review"),
    path("<uuid:pk>/soat/xac-dinh-sau/", review.subjects_later, name="subjects_later"),
    path("<uuid:pk>/soat/chua-xep/<uuid:left_id>/", review.unplaced, name="unplaced"),
    path("<uuid:pk>/soat/<slug:part>/them/", review.add, name="review_add"),
    path("<uuid:pk>/soat/<slug:part>/xac-nhan/", review.confirm_part, name="review_confirm"),
    path("<uuid:pk>/soat/<slug:part>/<uuid:row_id>/", review.row, name="review_row"),
    path("<uuid:pk>/de-cuong/", include("soat.programmes.outline_urls")),
    path("<uuid:pk>/nguoi/", people.people, name="people"),
    path("<uuid:pk>/nguoi/loi-moi/<uuid:invitation_id>/", people.invitation_step, name="invitation_step"),
    path("<uuid:pk>/nguoi/vai-tro/<uuid:grant_id>/", people.grant_end, name="grant_end"),
    path("<uuid:pk>/doi-tuong/", subjects.subjects, name="subjects"),
    path("<uuid:pk>/doi-tuong/them/", subjects.subject_add, name="subject_add"),
    path("<uuid:pk>/doi-tuong/<uuid:subject_id>/thoi/", subjects.subject_end, name="subject_end"),
    path("<uuid:pk>/nhiem-vu/", duties.duties, name="duties"),
    path("<uuid:pk>/nhiem-vu/them/", duties.duty_add, name="duty_add"),
    path("<uuid:pk>/nhiem-vu/<uuid:duty_id>/", duty.duty, name="duty"),
    path("<uuid:pk>/nhiem-vu/<uuid:duty_id>/tep/<uuid:file_id>/", duty.duty_file, name="duty_file"),
    path(
        "<uuid:pk>/nhiem-vu/<uuid:duty_id>/tep/<uuid:file_id>/bo/",
        duty.duty_file_remove,
        name="duty_file_remove",
    ),
    path("<uuid:pk>/vuong-mac/", questions.questions, name="questions"),
    path("<uuid:pk>/vuong-mac/gui/", questions.question_ask, name="question_ask"),
    path("<uuid:pk>/vuong-mac/<uuid:question_id>/", questions.question_answer, name="question_answer"),
]
