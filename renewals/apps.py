from django.apps import AppConfig

from core import registry

#: What is taken as evidence of a notice.
_EVIDENCE = ("pdf", "png", "jpg", "jpeg", "eml", "txt")
_COMMANDS = (
    ("board", "Renewals by month, owner and value", "layout-grid"),
    ("calendar", "Calendar of renewals", "calendar-event"),
    ("what_if", "What if the terms were other", "calendar-stats"),
)


class RenewalsConfig(AppConfig):
    """Deadlines and the reminders that count back from them."""

    name = "renewals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to changed terms, and register reminders, pages and parts of pages."""
        # Models are loaded only now, so everything that reads them is imported here.
        from renewals import receivers  # noqa: PLC0415

        receivers.connect()
        self._remind()
        self._remind_of_exit_tasks()
        self._tell_of_answers()
        self._show()
        self._add_columns()
        self._add_views()
        self._set_policies()
        self._decide()
        self._offer_decisions()
        self._keep_files()
        self._make_packs()

    @staticmethod
    def _remind() -> None:
        """Register contracts as a subject of reminders, and the kinds of reminders about them."""
        from contracts_app.reminders import recipients  # noqa: PLC0415
        from renewals import receivers  # noqa: PLC0415
        from renewals.reminders import climbing, letters, owed, subject  # noqa: PLC0415
        from renewals.rules.climb import TO_LEGAL, TO_MANAGER  # noqa: PLC0415
        from renewals.rules.ladder import ACT_BY, REVIEW, SNOOZED, TERM_ENDS  # noqa: PLC0415

        registry.reminder_subjects.register(
            registry.ReminderSubject(
                key="contract",
                label="contract",
                refresh=receivers.refresh,
                ids_after=subject.ids_after,
                ids_changed=subject.ids_changed,
                owed=owed.owed_by,
                replan=receivers.replan,
                links=subject.links_to,
                visible=subject.visible_to,
                names=subject.names_of,
            )
        )
        usual, managers, heads = recipients.chains_of, recipients.managers_of, recipients.heads_of
        kinds = (
            (ACT_BY, "Act by", usual, climbing.plan_climbs, ""),
            (SNOOZED, "Snoozed until", usual, None, ACT_BY),
            (TO_MANAGER, "Not acknowledged, to the manager", managers, None, ""),
            (TO_LEGAL, "Not acknowledged, to legal", heads, None, ""),
            (TERM_ENDS, "Term ends", usual, None, ""),
            (REVIEW, "Review", usual, None, ""),
        )
        for order, (key, label, chains, follow, told_with) in enumerate(kinds):
            registry.reminder_kinds.register(
                registry.ReminderKind(
                    key, label, "contract", chains, letters.letters_for, order, follow, told_with
                )
            )

    @staticmethod
    def _remind_of_exit_tasks() -> None:
        """Register exit tasks as a subject of reminders of their own."""
        from renewals import receivers  # noqa: PLC0415
        from renewals.reminders import exit_letters, exit_subject  # noqa: PLC0415
        from renewals.rules.exit_task import REMINDER, SUBJECT  # noqa: PLC0415

        registry.reminder_subjects.register(
            registry.ReminderSubject(
                key=SUBJECT,
                label="exit task",
                refresh=exit_subject.nothing_to_refresh,
                ids_after=exit_subject.ids_after,
                ids_changed=exit_subject.ids_changed,
                owed=exit_subject.owed_by,
                replan=receivers.replan_exit_tasks,
                links=exit_subject.links_to,
                visible=exit_subject.visible_to,
                names=exit_subject.names_of,
            )
        )
        registry.reminder_kinds.register(
            registry.ReminderKind(
                REMINDER, "Exit task", SUBJECT, exit_subject.chains_by_task, exit_letters.letters_for, 6
            )
        )

    @staticmethod
    def _tell_of_answers() -> None:
        """Register decisions as a subject of the message that tells what the second person answered."""
        from renewals import receivers  # noqa: PLC0415
        from renewals.reminders import answer_letters, answer_subject  # noqa: PLC0415
        from renewals.rules.decision import ANSWERED, ANSWERED_SUBJECT  # noqa: PLC0415

        registry.reminder_subjects.register(
            registry.ReminderSubject(
                key=ANSWERED_SUBJECT,
                label="decision",
                refresh=answer_subject.nothing_to_refresh,
                ids_after=answer_subject.ids_after,
                ids_changed=answer_subject.ids_changed,
                owed=answer_subject.owed_by,
                replan=receivers.replan_answers,
                links=answer_subject.links_to,
                visible=answer_subject.visible_to,
                names=answer_subject.names_of,
            )
        )
        registry.reminder_kinds.register(
            registry.ReminderKind(
                ANSWERED,
                "Decision answered",
                ANSWERED_SUBJECT,
                answer_subject.chains_by_decision,
                answer_letters.letters_for,
                7,
            )
        )

    @staticmethod
    def _show() -> None:
        """Register navigation, the contract page's header and panel, and parts of Home."""
        from renewals.panels import coming, contract, home  # noqa: PLC0415

        registry.navigation.register(
            registry.NavigationItem("renewals", "Renewals", "calendar-due", "renewals", 30, "contracts.view")
        )
        for order, (key, label, icon) in enumerate(_COMMANDS, start=50):
            registry.commands.register(registry.Command(key, label, icon, key, order, "contracts.view"))
        registry.listing_pages.register(
            registry.ListingPage("deadlines", "Renewals", "renewals", 20, "contracts.view")
        )
        registry.panels.register(
            registry.Panel("contract_deadline", "contract", "Deadline", "contract_deadline", 15)
        )
        registry.header_parts.register(
            registry.HeaderPart(
                "deadline", "contract", "renewals/panels/header.html", contract.deadline_header, 10
            )
        )
        registry.header_parts.register(
            registry.HeaderPart("coming", "contract", "renewals/panels/coming.html", coming.coming_header, 25)
        )
        registry.home_queues.register(
            registry.HomeQueue("coming", coming.queue_items, 12, coming.queue_count)
        )
        registry.home_queues.register(
            registry.HomeQueue("deadlines", home.queue_items, 10, home.queue_count, "renewals")
        )
        registry.home_facts.register(registry.HomeFact("deadlines", home.facts, 10))
        registry.home_boxes.register(
            registry.HomeBox("deadlines", "renewals/home/months.html", home.months_box, 10)
        )

    @staticmethod
    def _add_columns() -> None:
        """Register the columns that the contract list gets from the current deadline."""
        from renewals.panels import listing  # noqa: PLC0415
        from renewals.templatetags import deadline_cells as cells  # noqa: PLC0415

        registry.list_columns.register(
            registry.ListColumn(
                "act_by",
                "contracts",
                "Act by",
                listing.with_deadline,
                "act_by_date",
                cells.act_by_cell,
                listing.act_by_text,
                45,
                listing.deadline_filters,
                "status",
                "act_by_date",
                listing.has_date("act_by_date"),
            )
        )
        registry.list_columns.register(
            registry.ListColumn(
                "term_ends",
                "contracts",
                "Ends",
                listing.with_deadline,
                "deadline_term_end",
                cells.term_end_cell,
                listing.term_end_text,
                65,
                None,
                "date",
                "deadline_term_end",
                listing.has_date("term_end"),
            )
        )

    @staticmethod
    def _add_views() -> None:
        """Register the views of the contract list that rest on the current deadline."""
        from renewals.panels import listing  # noqa: PLC0415

        for order, key, label, query in (
            (20, "act-soon", "Act within 30 days", listing.act_soon),
            (40, "unknown-deadline", "Deadline unknown", lambda on: {"deadline": "unknown"}),
        ):
            registry.listing_views.register(registry.ListingView(key, "contracts", label, query, order))

    @staticmethod
    def _set_policies() -> None:
        """Register the page of reminder policies and the job that brings everything in line with them."""
        from renewals import tasks  # noqa: PLC0415
        from renewals.actions.policies import JOB_KIND  # noqa: PLC0415

        registry.settings_items.register(
            registry.SettingsItem(
                "policies",
                "Reminder policies",
                "When people are reminded, by type and value of the contract",
                "bell",
                "policies",
                50,
                "contracts.view",
            )
        )
        registry.settings_items.register(
            registry.SettingsItem(
                "feed",
                "Calendar feed",
                "Your deadlines in your own calendar program",
                "calendar-event",
                "feed_settings",
                25,
            )
        )
        registry.job_kinds.register(
            registry.JobKind(JOB_KIND, "Change of a reminder policy", tasks.change_policy)
        )

    @staticmethod
    def _decide() -> None:
        """Register how a contract is decided on its page, and what is kept of what the person saw."""
        from renewals.demo.decisions import load_decisions  # noqa: PLC0415
        from renewals.panels import decisions  # noqa: PLC0415
        from renewals.reports import activity  # noqa: PLC0415
        from renewals.reports.price_words import price_section  # noqa: PLC0415
        from renewals.reports.sections import deadline_section  # noqa: PLC0415

        for order, key, label, icon, url in (
            (10, "decide", "Record decision", "gavel", decisions.decide_url),
            (20, "review_decision", "Review decision", "eye", decisions.review_url),
            (30, "serve_notice", "Serve notice", "mail", decisions.serve_url),
        ):
            registry.header_actions.register(registry.HeaderAction(key, "contract", label, icon, url, order))
        registry.panels.register(
            registry.Panel(
                "contract_decisions",
                "contract",
                "Decisions",
                "contract_decisions",
                17,
                count=decisions.decision_count,
            )
        )
        registry.demo_parts.register(registry.DemoPart("decisions", load_decisions, 40))
        registry.activity_parts.register(
            registry.ActivityPart("decisions", "contract", activity.names_of, activity.phrase_of)
        )
        registry.decision_sections.register(
            registry.DecisionSection("deadline", "Deadline and why", deadline_section, 10)
        )
        registry.panels.register(
            registry.Panel("contract_price", "contract", "Price at renewal", "contract_price", 16)
        )
        registry.decision_sections.register(
            registry.DecisionSection("price", "Price at renewal", price_section, 20)
        )

    @staticmethod
    def _offer_decisions() -> None:
        """Register the list of decisions, what waits on Home, and the thresholds under Settings."""
        from renewals.panels import decisions, exit_tasks, left_over, silent, vendor_notices  # noqa: PLC0415

        registry.listing_pages.register(
            registry.ListingPage("decisions", "Decisions", "decisions", 25, "contracts.view")
        )
        registry.listing_views.register(
            registry.ListingView(
                "waiting", "decisions", "For me to confirm", lambda on: {"waiting": "true"}, 10
            )
        )
        registry.home_queues.register(
            registry.HomeQueue("decisions", decisions.queue_items, 20, decisions.queue_count, "decisions")
        )
        registry.home_facts.register(registry.HomeFact("decisions", decisions.facts, 20))
        registry.home_queues.register(
            registry.HomeQueue("vendor_notices", vendor_notices.queue_items, 30, vendor_notices.queue_count)
        )
        registry.home_queues.register(
            registry.HomeQueue("exit_tasks", exit_tasks.queue_items, 40, exit_tasks.queue_count)
        )
        registry.home_queues.register(
            registry.HomeQueue("unserved", left_over.unserved_items, 15, left_over.unserved_count)
        )
        registry.home_queues.register(
            registry.HomeQueue("over", left_over.over_items, 50, left_over.over_count)
        )
        registry.home_facts.register(registry.HomeFact("silent", silent.facts, 30))
        registry.settings_items.register(
            registry.SettingsItem(
                "thresholds",
                "Four eyes on decisions",
                "From which amount on a second person confirms what becomes of a contract",
                "user-check",
                "thresholds",
                55,
                "contracts.view",
            )
        )

    @staticmethod
    def _keep_files() -> None:
        """Register the files of notices: letters that are made, and proofs of service that are uploaded."""
        from renewals.actions.notices import LETTER_KIND  # noqa: PLC0415
        from renewals.actions.services import PROOF_KIND  # noqa: PLC0415
        from renewals.actions.vendor_notices import VENDOR_LETTER_KIND  # noqa: PLC0415
        from renewals.permissions import (  # noqa: PLC0415
            can_download_letter,
            can_download_proof,
            can_download_vendor_letter,
        )

        registry.file_kinds.register(registry.FileKind(LETTER_KIND, "Notice letter", can_download_letter))
        registry.file_kinds.register(
            registry.FileKind(
                PROOF_KIND,
                "Proof of service",
                can_download_proof,
                extensions=_EVIDENCE,
            )
        )
        registry.file_kinds.register(
            registry.FileKind(
                VENDOR_LETTER_KIND, "Letter of the vendor", can_download_vendor_letter, extensions=_EVIDENCE
            )
        )

    @staticmethod
    def _make_packs() -> None:
        """Register the leverage pack: its page, its sections, its job and its files."""
        from renewals import tasks  # noqa: PLC0415
        from renewals.actions.packs import FILE_KIND, JOB_KIND  # noqa: PLC0415
        from renewals.permissions import can_download_pack  # noqa: PLC0415
        from renewals.reports.pack import past, questions, terms, vendor  # noqa: PLC0415

        registry.panels.register(
            registry.Panel("contract_pack", "contract", "Leverage pack", "contract_pack", 18)
        )
        for order, key, label, content in (
            (30, "terms", "Terms and prices so far", terms.terms_section),
            (40, "past", "Decisions and notices", past.past_section),
            (50, "vendor", "What else we have with the vendor", vendor.vendor_section),
            (200, questions.QUESTIONS, "Open questions", questions.questions_section),
        ):
            registry.decision_sections.register(
                registry.DecisionSection(key, label, content, order, ("pack",))
            )
        registry.job_kinds.register(registry.JobKind(JOB_KIND, "Leverage pack", tasks.make_pack))
        registry.file_kinds.register(
            registry.FileKind(
                FILE_KIND, "Leverage pack", can_download_pack, extensions=("pdf",), is_export=True
            )
        )
