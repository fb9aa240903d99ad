"""Saved views of list pages, and the view that a person starts with."""

from __future__ import annotations

from django.db import models

from accounts.querysets import SavedViewQuerySet, ViewDefaultQuerySet
from core.audit import AuditedModel
from core.rules.address import LONGEST_QUERY

LONGEST_NAME = 60


class SavedView(AuditedModel):
    """Filters, order and columns of a list page that a person keeps under a name.

    ``page`` is the key of a ``registry.listing_pages`` entry and ``query`` what stands after the ``?`` of
    the page's address; it grants nothing: whoever opens it sees the rows that they may see. A shared
    view is a tab of everybody who may open the page.
    """

    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    is_shared = models.BooleanField("Shared", default=False)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["page"], name="accounts_view_by_page")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="accounts_view_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class ViewDefault(AuditedModel):
    """The view with which a person starts on a page: a saved one, or one that an app declares by its key."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="view_defaults")
    page = models.CharField(max_length=40)
    view = models.ForeignKey(
        SavedView, null=True, blank=True, on_delete=models.PROTECT, related_name="defaults"
    )
    declared = models.CharField(max_length=40, blank=True, default="")

    objects = ViewDefaultQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="accounts_view_default_unique"),
            models.CheckConstraint(
                condition=models.Q(view__isnull=False) ^ ~models.Q(declared=""),
                name="accounts_view_default_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.key}"

    @property
    def key(self) -> str:
        """Return the key of the view's tab."""
        return self.declared or str(self.view_id)
