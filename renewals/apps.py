from django.apps import AppConfig

from core import registry


class RenewalsConfig(AppConfig):
    """Deadlines and the reminders that count back from them."""

    name = "renewals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to changed terms, and register reminders, pages and parts of pages."""
        from renewals import receivers  # noqa: PLC0415 - models are loaded only now
        from renewals.reminders import letters, owed, recipients, subject  # noqa: PLC0415

        receivers.connect()
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
            )
        )
        for order, (key, label) in enumerate(_KINDS):
            registry.reminder_kinds.register(
                registry.ReminderKind(
                    key, label, "contract", recipients.chains_of, letters.letters_for, order=order
                )
            )


_KINDS = (
    ("renewals.act_by", "Act by"),
    ("renewals.term_ends", "Term ends"),
    ("renewals.review", "Review"),
)
