from django.urls import URLPattern, path

from renewals.views import board, calendar, contract, deadlines, feeds, policies, responses, what_if

urlpatterns: list[URLPattern] = [
    path("renewals/", deadlines.deadline_list, name="renewals"),
    path("renewals/board/", board.board, name="board"),
    path("renewals/calendar/", calendar.calendar, name="calendar"),
    path("renewals/what-if/", what_if.what_if, name="what_if"),
    path("contracts/<int:pk>/deadline/", contract.contract_deadline, name="contract_deadline"),
    path("contracts/<int:pk>/acknowledge/", responses.contract_acknowledge, name="contract_acknowledge"),
    path("contracts/<int:pk>/snooze/", responses.contract_snooze, name="contract_snooze"),
    path("calendar/<slug:secret>.ics", feeds.feed, name="feed"),
    path("settings/calendar/", feeds.feed_settings, name="feed_settings"),
    path("settings/calendar/new/", feeds.feed_create, name="feed_create"),
    path("settings/calendar/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("settings/reminder-policies/", policies.policy_list, name="policies"),
    path("settings/reminder-policies/add/", policies.policy_create, name="policy_create"),
    path("settings/reminder-policies/<int:pk>/", policies.policy_change, name="policy_change"),
    path("settings/reminder-policies/<int:pk>/remove/", policies.policy_remove, name="policy_remove"),
]
