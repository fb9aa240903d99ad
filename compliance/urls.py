"""Addresses of the reports."""

from django.urls import path

from compliance.views.portfolio import make_portfolio_pdf, portfolio_page
from compliance.views.reports import reports_page

urlpatterns = [
    path("reports/", reports_page, name="reports"),
    path("reports/portfolio/", portfolio_page, name="portfolio"),
    path("reports/portfolio/pdf/", make_portfolio_pdf, name="portfolio_pdf"),
]
