"""Every address that a browser may open: the pages that are looked at, and why others are not.

The keys are the patterns of the URL resolver, the values the addresses to open; ``{names}`` are those of
``portfolio.a_company_at_work``. A new route belongs into one of these tables.
"""

from __future__ import annotations

#: Opened by somebody who has not signed in.
DOOR = {
    "accounts/login/": ["/accounts/login/"],
    "accounts/inactive/": ["/accounts/inactive/"],
    "accounts/password/reset/": ["/accounts/password/reset/"],
    "accounts/password/reset/done/": ["/accounts/password/reset/done/"],
    r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
        "/accounts/password/reset/key/{reset}/",
        "/accounts/password/reset/key/1-used/",
    ],
    "accounts/password/reset/key/done/": ["/accounts/password/reset/key/done/"],
}

#: Opened by an administrator.
SIGNED_IN = {
    "": ["/"],
    "search/": ["/search/?q=nord", "/search/?q=nowhere", "/search/"],
    "help/": ["/help/"],
    "api/v1/docs/": ["/api/v1/docs/"],
    "operations/": ["/operations/"],
    "operations/outlook/": ["/operations/outlook/"],
    "mailbox/": ["/mailbox/"],
    "mailbox/<slug:name>/": ["/mailbox/{message}/"],
    "jobs/<int:pk>/": ["/jobs/{job}/"],
    "downloads/ready/": ["/downloads/ready/?to=/vendors/%3Fformat%3Dcsv&back=/vendors/"],
    "settings/": ["/settings/"],
    "settings/mine/": ["/settings/mine/"],
    "settings/people/": ["/settings/people/"],
    "settings/people/new/": ["/settings/people/new/"],
    "settings/people/<int:pk>/": ["/settings/people/{person}/", "/settings/people/{left}/"],
    "settings/people/<int:pk>/change/": ["/settings/people/{person}/change/"],
    "settings/people/<int:pk>/deactivate/": ["/settings/people/{person}/deactivate/"],
    "settings/people/<int:pk>/roles/": ["/settings/people/{person}/roles/"],
    "settings/roles/<int:pk>/revoke/": ["/settings/roles/{role}/revoke/"],
    "settings/roles/": ["/settings/roles/"],
    "settings/departments/": ["/settings/departments/"],
    "settings/departments/new/": ["/settings/departments/new/"],
    "settings/departments/<int:pk>/": ["/settings/departments/{department}/"],
    "settings/departments/<int:pk>/deactivate/": ["/settings/departments/{department}/deactivate/"],
    "settings/reminder-policies/": ["/settings/reminder-policies/"],
    "settings/reminder-policies/add/": ["/settings/reminder-policies/add/"],
    "settings/reminder-policies/<int:pk>/": ["/settings/reminder-policies/{policy}/"],
    "settings/reminder-policies/<int:pk>/remove/": ["/settings/reminder-policies/{policy}/remove/"],
    "settings/thresholds/": ["/settings/thresholds/"],
    "settings/thresholds/add/": ["/settings/thresholds/add/"],
    "settings/thresholds/<int:pk>/": ["/settings/thresholds/{threshold}/"],
    "settings/thresholds/<int:pk>/remove/": ["/settings/thresholds/{threshold}/remove/"],
    "settings/views/": ["/settings/views/"],
    "settings/views/new/": ["/settings/views/new/?page=contracts&query=status%3Dactive"],
    "settings/views/<int:pk>/": ["/settings/views/{view}/"],
    "settings/views/<int:pk>/delete/": ["/settings/views/{view}/delete/"],
    "settings/tokens/": ["/settings/tokens/"],
    "settings/tokens/new/": ["/settings/tokens/new/"],
    "settings/entities/": ["/settings/entities/"],
    "settings/entities/new/": ["/settings/entities/new/"],
    "settings/entities/<int:pk>/": ["/settings/entities/{entity}/"],
    "settings/entities/<int:pk>/deactivate/": ["/settings/entities/{entity}/deactivate/"],
    "vendors/": ["/vendors/"],
    "vendors/new/": ["/vendors/new/"],
    "vendors/<int:pk>/": ["/vendors/{vendor}/"],
    "vendors/<int:pk>/activity/": ["/vendors/{vendor}/activity/"],
    "vendors/<int:pk>/contracts/": ["/vendors/{vendor}/contracts/"],
    "vendors/<int:pk>/change/": ["/vendors/{vendor}/change/"],
    "vendors/<int:pk>/deactivate/": ["/vendors/{vendor}/deactivate/"],
    "vendors/<int:pk>/contacts/new/": ["/vendors/{vendor}/contacts/new/"],
    "vendors/contacts/<int:pk>/": ["/vendors/contacts/{contact}/"],
    "vendors/contacts/<int:pk>/remove/": ["/vendors/contacts/{contact}/remove/"],
    "contracts/": ["/contracts/", "/contracts/?q=nowhere", "/contracts/?columns=number,title,recorded"],
    "contracts/new/": ["/contracts/new/"],
    "contracts/<int:pk>/": ["/contracts/{contract}/", "/contracts/{bare}/"],
    "contracts/<int:pk>/terms/": ["/contracts/{contract}/terms/", "/contracts/{bare}/terms/"],
    "contracts/<int:pk>/parties/": ["/contracts/{contract}/parties/"],
    "contracts/<int:pk>/activity/": ["/contracts/{contract}/activity/"],
    "contracts/<int:pk>/deadline/": ["/contracts/{contract}/deadline/", "/contracts/{bare}/deadline/"],
    "contracts/<int:pk>/decisions/": ["/contracts/{contract}/decisions/", "/contracts/{bare}/decisions/"],
    "contracts/<int:pk>/decide/": ["/contracts/{contract}/decide/"],
    "contracts/<int:pk>/change/": ["/contracts/{contract}/change/"],
    "contracts/<int:pk>/move/<slug:verb>/": ["/contracts/{bare}/move/submit/"],
    "contracts/<int:pk>/tags/": ["/contracts/{contract}/tags/"],
    "contracts/<int:pk>/hand-over/": ["/contracts/{contract}/hand-over/"],
    "contracts/<int:pk>/people/new/": ["/contracts/{contract}/people/new/"],
    "contracts/<int:pk>/people/<int:link_pk>/remove/": ["/contracts/{contract}/people/{access}/remove/"],
    "renewals/": ["/renewals/"],
    "renewals/decisions/": ["/renewals/decisions/"],
    "renewals/decisions/<int:pk>/": ["/renewals/decisions/{decision}/", "/renewals/decisions/{proposed}/"],
    "renewals/decisions/<int:pk>/approve/": ["/renewals/decisions/{proposed}/approve/"],
    "renewals/decisions/<int:pk>/reject/": ["/renewals/decisions/{proposed}/reject/"],
    "renewals/decisions/<int:pk>/withdraw/": ["/renewals/decisions/{decision}/withdraw/"],
    "imports/": ["/imports/"],
    "imports/new/": ["/imports/new/"],
    "imports/<int:pk>/": ["/imports/{checked}/", "/imports/{done}/", "/imports/{draft}/"],
    "imports/<int:pk>/columns/": ["/imports/{draft}/columns/"],
    "reports/": ["/reports/"],
    "reports/portfolio/": ["/reports/portfolio/"],
    "accounts/logout/": ["/accounts/logout/"],
    "accounts/reauthenticate/": ["/accounts/reauthenticate/"],
    "accounts/password/change/": ["/accounts/password/change/"],
    "accounts/2fa/": ["/accounts/2fa/"],
    "accounts/2fa/totp/activate/": ["/accounts/2fa/totp/activate/"],
}

#: Opened by an administrator who has a second factor.
SECOND_FACTOR = {
    "accounts/2fa/reauthenticate/": ["/accounts/2fa/reauthenticate/"],
    "accounts/2fa/totp/deactivate/": ["/accounts/2fa/totp/deactivate/"],
    "accounts/2fa/recovery-codes/": ["/accounts/2fa/recovery-codes/"],
    "accounts/2fa/recovery-codes/generate/": ["/accounts/2fa/recovery-codes/generate/"],
}

#: Opened between the password and the code.
HALF_WAY = {"accounts/2fa/authenticate/": ["/accounts/2fa/authenticate/"]}

#: Whole branches, but for what stands in a table above.
LEFT_OUT_BRANCHES = {
    "api/v1/": "data for programs",
    "admin/": "Django's own read-only pages, for staff",
}

LEFT_OUT = {
    "palette/": "a fragment, drawn inside the command palette",
    "options/<slug:kind>/": "a fragment, the choices of a field",
    "healthz": "JSON for watchers",
    "theme/": "takes only POST",
    "mailbox/<slug:name>/html/": "somebody else's mail, drawn in a frame of the message's page",
    "mailbox/<slug:name>/files/<int:number>/": "a file",
    "files/<int:pk>/": "a file",
    "imports/<int:pk>/mapping/": "a file",
    "accounts/2fa/recovery-codes/download/": "a file",
    "jobs/<int:pk>/cancel/": "takes only POST",
    "imports/<int:pk>/confirm/": "takes only POST; its refusals are drawn on the import's page",
    "reports/portfolio/pdf/": "takes only POST; its refusals are drawn on the report's page",
    "settings/people/<int:pk>/reactivate/": "takes only POST",
    "settings/departments/<int:pk>/reactivate/": "takes only POST",
    "settings/entities/<int:pk>/reactivate/": "takes only POST",
    "settings/tokens/<int:pk>/revoke/": "takes only POST",
    "settings/views/first/": "takes only POST",
    "contracts/selection/<slug:verb>/": "takes only POST; looked at in test_work_a_list",
    "contracts/selection/csv/": "a file",
    "operations/release/": "only while mail is on hold; looked at in test_watch_the_machinery",
    "vendors/<int:pk>/reactivate/": "takes only POST",
    "accounts/password/set/": "for somebody without a password, whom nothing in the product makes",
}
