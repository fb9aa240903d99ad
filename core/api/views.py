"""The views that every resource of the API is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.api.etags import etag_for, is_unchanged
from core.api.paging import KeysetPagination, page_address
from core.api.parameters import COMMON, limit_in, refuse_unknown, wants_count
from core.api.parsers import BoundedJSONParser
from core.api.shapes import ReadShape, text_of
from core.api.writing import write
from core.audit import Actor
from core.paging import count_up_to, fetch_page, parse_ordering

_JSON = "application/json"
_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_text(text: str, status: int = 200) -> HttpResponse:
    """Return a response around JSON that is text already."""
    # JSON can hold half a character ("\\ud800") and UTF-8 cannot: it goes back escaped, as it came.
    body = text.encode(errors="backslashreplace")
    response = HttpResponse(body, status=status, content_type=_JSON)
    response["Cache-Control"] = "private, no-cache"  # may be kept, but must be asked about with its ETag
    return response


def json_answer(content: Any, status: int = 200) -> HttpResponse:
    """Return ``content`` as a JSON response."""
    return json_text(_encode(content), status)


class ActorMixin:
    """Gives API requests the actor who writes: the token, or the signed-in person by way of the API."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who asks, check the policy, then set ``request.actor``."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        request_id = getattr(request, "request_id", "")
        if request.auth is None:
            actor = Actor.person(request.user, channel="api", request_id=request_id)
        else:
            actor = Actor.token(request.auth.pk, request.user, request_id=request_id)
        request.actor = request._request.actor = actor


class ApiView(ActorMixin, APIView):
    """A route of its own; ``policy`` maps the method in small letters to the verb it needs."""

    policy: ClassVar[Mapping[str, str] | str] = {}
    http_method_names = ["get", "post", "head"]
    parser_classes = [BoundedJSONParser]


class ApiViewSet(ActorMixin, GenericViewSet):
    """Lists and single objects of one model, read in prepared shapes through ``visible_to``.

    Attributes:
        policy: Action → verb.
        model: What is listed.
        row_shape: An object in a list.
        detail_shape: An object on its own; the row's shape when left out.
        orderings: Public name of each order → its column, which has a (column, id) index.
        default_ordering: The order when none is asked for.
        tie: The unique column that decides between equal rows.
        moves: Actions of ``POST`` that move one object on and therefore need ``If-Match``.
        version_columns: The counters that make up the version in ETags.
        later_columns: What ``later`` needs of the row.
    """

    policy: ClassVar[Mapping[str, str]] = {}
    model: type[Model]
    row_shape: type[ReadShape]
    detail_shape: type[ReadShape] | None = None
    orderings: ClassVar[Mapping[str, str]] = {"id": "pk"}
    default_ordering = "id"
    tie = "pk"
    moves: ClassVar[frozenset[str]] = frozenset()
    version_columns: ClassVar[tuple[str, ...]] = ("row_version",)
    later_columns: ClassVar[tuple[str, ...]] = ()
    pagination_class = KeysetPagination
    parser_classes = [BoundedJSONParser]
    http_method_names = ["get", "post", "patch", "head"]
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the caller may see (nothing while the schema is made: nobody asks then)."""
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()  # type: ignore[attr-defined]
        return self.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]

    def get_serializer_class(self) -> Any:
        """Return the shape of the answer, for the schema."""
        return self.row_shape if self.action == "list" else self.detail_shape or self.row_shape

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer one page of what the caller may see."""
        query = request.query_params
        refuse_unknown(query, [*COMMON, *self.filter_names()])
        limit, is_counted = limit_in(query), wants_count(query)
        order = parse_ordering(query.get("ordering", ""), self.orderings, self.default_ordering, self.tie)
        found = self.get_queryset()
        if not query.keys() <= {*COMMON}:  # building twenty filters takes longer than reading the page
            found = self.filter_queryset(found)
        rows = found.values(row_text=text_of(self.row_shape))
        page = fetch_page(rows, order, size=limit, cursor=query.get("cursor", ""))
        frame: dict[str, Any] = {
            "next": page_address(request, page.next_cursor),
            "previous": page_address(request, page.previous_cursor),
        }
        if is_counted:
            count = count_up_to(found)
            frame |= {"count": count.value, "count_is_capped": count.is_capped}
        rows_text = ",".join(row["row_text"] for row in page.rows)
        return json_text(f'{_encode(frame)[:-1]},"results":[{rows_text}]}}')

    def filter_names(self) -> Sequence[str]:
        """Return the names of the filters that the list has."""
        filterset = getattr(self, "filterset_class", None)
        return list(filterset.base_filters) if filterset else []

    def retrieve(self, request: Request, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer one object with its ETag; 304 when the client holds this answer already."""
        refuse_unknown(request.query_params, ())
        response = self.answer_for(pk)
        if is_unchanged(request, response["ETag"]):
            unchanged = HttpResponse(status=304)
            unchanged["ETag"] = response["ETag"]
            return unchanged
        return response

    def answer_for(self, pk: int, status: int = 200) -> HttpResponse:
        """Return the answer about one object that the caller may see.

        Raises:
            NotFound: There is no such object, or the caller may not know of it.
        """
        text = text_of(self.detail_shape or self.row_shape)
        rows = (
            self.get_queryset()
            .filter(pk=pk)
            .values(*self.version_columns, *self.later_columns, row_text=text)
        )
        row = next(iter(rows), None)
        if row is None:
            raise NotFound
        body = row["row_text"]
        if self.later_columns:
            body = f"{body[:-1]},{_encode(self.later(row))[1:]}"
        response = json_text(body, status)
        version = ".".join(str(row[column]) for column in self.version_columns)
        response["ETag"] = etag_for(version, response.content)
        return response

    def later(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the ``LaterField`` values of an object on its own, from its ``later_columns``."""
        return {}

    def written(
        self, request: Request, action: Callable[..., Any], *, status: int = 200, **arguments: Any
    ) -> HttpResponse:
        """Run ``action`` and answer with the object it returns, as a reader gets it.

        A 201 names the new object's address in ``Location``. Someone who may write but no longer see the
        object gets 204.
        """

        def answer(result: Any) -> HttpResponse:
            try:
                response = self.answer_for(result.pk, status)
            except NotFound:
                return HttpResponse(status=204)
            if status == 201:
                response["Location"] = request.build_absolute_uri(f"{request.path}{result.pk}/")
            return response

        return write(request, action, answer, **arguments)


class NotHere(ApiView):
    """Answers addresses below ``/api/`` that do not exist, in the shape of every other error."""

    policy = "signed_in"
    schema = None
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise 404 for every method, once it is known who asks."""
        self.get = self.post = self.put = self.patch = self.delete = self._nothing
        return super().dispatch(request, *args, **kwargs)

    def _nothing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise Http404
