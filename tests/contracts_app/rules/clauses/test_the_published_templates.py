"""Every standard agreement in the shared templates, split and checked against the document by eye.

A row: the file, how many numbered clauses it has, and its top-level clauses in order: number, heading, and
how many clauses stand below. The Markdown files of Common Paper also name the number of most clauses in the
``id`` of a span: a second oracle, by the publisher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses
from core.text import extract_text
from tests.support.needs import needs_shared

TEMPLATES = needs_shared("data/templates")
#: Written in the document as 5.4.b, where it stands under 5.6.
MISPRINTED = {("commonpaper/CSA/CSA.md", "5.6(b)")}


@dataclass(frozen=True)
class Agreement:
    """What a person found in one document."""

    path: str
    count: int
    top: tuple[tuple[str, str, int], ...]


AGREEMENTS = (
    Agreement(
        "bonterms/Cloud-Terms/Bonterms-Cloud-Terms-Version-1.0.pdf",
        92,
        (
            ("1", "The Agreement", 0),
            ("2", "Cloud Service", 0),
            ("3", "Users", 0),
            ("4", "Affiliates", 0),
            ("5", "Data", 4),
            ("6", "Mutual Compliance with Laws", 0),
            ("7", "Support and SLA", 2),
            ("8", "Warranties", 8),
            ("9", "Usage Rules", 6),
            ("10", "Third-Party Platforms", 0),
            ("11", "Professional Services", 0),
            ("12", "Fees", 3),
            ("13", "Suspension", 0),
            ("14", "Term and Termination", 11),
            ("15", "Intellectual Property", 2),
            ("16", "Limitations of Liability", 5),
            ("17", "Indemnification", 7),
            ("18", "Confidentiality", 4),
            ("19", "Required Disclosures", 0),
            ("20", "Publicity", 0),
            ("21", "Trials and Betas", 0),
            ("22", "General Terms", 17),
            ("23", "Definitions", 0),
        ),
    ),
    Agreement(
        "bonterms/Cloud-Terms/Cloud-Terms.md",
        92,
        (
            ("1", "The Agreement", 0),
            ("2", "Cloud Service", 0),
            ("3", "Users", 0),
            ("4", "Affiliates", 0),
            ("5", "Data", 4),
            ("6", "Mutual Compliance with Laws", 0),
            ("7", "Support and SLA", 2),
            ("8", "Warranties", 8),
            ("9", "Usage Rules", 6),
            ("10", "Third-Party Platforms", 0),
            ("11", "Professional Services", 0),
            ("12", "Fees", 3),
            ("13", "Suspension", 0),
            ("14", "Term and Termination", 11),
            ("15", "Intellectual Property", 2),
            ("16", "Limitations of Liability", 5),
            ("17", "Indemnification", 7),
            ("18", "Confidentiality", 4),
            ("19", "Required Disclosures", 0),
            ("20", "Publicity", 0),
            ("21", "Trials and Betas", 0),
            ("22", "General Terms", 17),
            ("23", "Definitions", 0),
        ),
    ),
    Agreement("bonterms/Cloud-Terms/Example-Cover-Page-for-Bonterms-Cloud-Terms .docx", 0, ()),
    Agreement(
        "bonterms/Cloud-Terms/Playbook-of-Additional-Terms-for-Bonterms-Cloud-Terms-and-SLA.docx", 0, ()
    ),
    Agreement(
        "commonpaper/AI-Addendum/AI-Addendum.md",
        20,
        (
            ("1", "AI Services", 4),
            ("2", "Intellectual Property and Privacy", 3),
            ("3", "Disclaimers", 2),
            ("4", "Definitions", 7),
        ),
    ),
    Agreement(
        "commonpaper/BAA/BAA.md",
        51,
        (
            ("1", "Business Associate Obligations", 11),
            ("2", "Company Obligations", 4),
            ("3", "Data Rights & Restrictions", 3),
            ("4", "Breach Notification", 4),
            ("5", "Term & Termination", 5),
            ("6", "Definitions", 18),
        ),
    ),
    Agreement(
        "commonpaper/CSA/CSA.md",
        120,
        (
            ("1", "Service", 6),
            ("2", "Restrictions & Obligations", 4),
            ("3", "Privacy & Security", 2),
            ("4", "Payment & Taxes", 6),
            ("5", "Term & Termination", 14),
            ("6", "Representations & Warranties", 4),
            ("7", "Disclaimer of Warranties", 1),
            ("8", "Limitation of Liability", 6),
            ("9", "Indemnification", 8),
            ("10", "Confidentiality", 4),
            ("11", "Reservation of Rights", 1),
            ("12", "General Terms", 17),
            ("13", "Definitions", 34),
        ),
    ),
    Agreement(
        "commonpaper/DPA/DPA.md",
        75,
        (
            ("1", "Processor and Subprocessor Relationships", 2),
            ("2", "Processing", 10),
            ("3", "Restricted Transfers", 17),
            ("4", "Security Incident Response", 1),
            ("5", "Audit & Reports", 3),
            ("6", "Coordination & Cooperation", 2),
            ("7", "Deletion of Customer Personal Data", 4),
            ("8", "Limitation of Liability", 3),
            ("9", "Conflicts Between Documents", 1),
            ("10", "Term of Agreement", 1),
            ("11", "Definitions", 20),
        ),
    ),
    Agreement(
        "commonpaper/Design-Partner-Agreement/design-partner-agreement.md",
        47,
        (
            ("1", "Design Partner Overview", 3),
            ("2", "Fees and Costs", 1),
            ("3", "Term & Termination", 8),
            ("4", "Disclaimer of Warranties", 1),
            ("5", "Confidentiality", 4),
            ("6", "Intellectual Property", 2),
            ("7", "General Terms", 12),
            ("8", "Definitions", 8),
        ),
    ),
    Agreement("commonpaper/Mutual-NDA/Mutual-NDA-coverpage.md", 0, ()),
    Agreement(
        "commonpaper/Mutual-NDA/Mutual-NDA.md",
        11,
        (
            ("1", "Introduction", 0),
            ("2", "Use and Protection of Confidential Information", 0),
            ("3", "Exceptions", 0),
            ("4", "Disclosures Required by Law", 0),
            ("5", "Term and Termination", 0),
            ("6", "Return or Destruction of Confidential Information", 0),
            ("7", "Proprietary Rights", 0),
            ("8", "Disclaimer", 0),
            ("9", "Governing Law and Jurisdiction", 0),
            ("10", "Equitable Relief", 0),
            ("11", "General", 0),
        ),
    ),
    Agreement(
        "commonpaper/PSA/psa.md",
        102,
        (
            ("1", "Services", 6),
            ("2", "Intellectual Property", 9),
            ("3", "Privacy & Security", 2),
            ("4", "Payment & Taxes", 4),
            ("5", "Term & Termination", 15),
            ("6", "Representations & Warranties", 4),
            ("7", "Disclaimer of Warranties", 1),
            ("8", "Limitation of Liability", 3),
            ("9", "Indemnification", 4),
            ("10", "Insurance", 1),
            ("11", "Confidentiality", 4),
            ("12", "General Terms", 15),
            ("13", "Definitions", 21),
        ),
    ),
    Agreement(
        "commonpaper/Partnership-Agreement/Partnership-Agreement.md",
        84,
        (
            ("1", "Cooperation", 2),
            ("2", "Payment & Taxes", 4),
            ("3", "Trademark License", 4),
            ("4", "Privacy", 1),
            ("5", "Escalation Procedure", 1),
            ("6", "Term & Termination", 11),
            ("7", "Representations & Warranties", 1),
            ("8", "Disclaimer of Warranties", 1),
            ("9", "Limitation of Liability", 5),
            ("10", "Indemnification", 4),
            ("11", "Confidentiality", 4),
            ("12", "General Terms", 13),
            ("13", "Definitions", 20),
        ),
    ),
    Agreement(
        "commonpaper/Pilot-Agreement/Pilot-Agreement.md",
        67,
        (
            ("1", "Pilot Access", 7),
            ("2", "Term & Termination", 12),
            ("3", "Representations", 1),
            ("4", "Disclaimer of Warranties", 1),
            ("5", "Limitation of Liability", 3),
            ("6", "Confidentiality", 4),
            ("7", "General Terms", 13),
            ("8", "Definitions", 18),
        ),
    ),
    Agreement(
        "commonpaper/SLA/sla.md",
        21,
        (
            ("1", "Uptime", 2),
            ("2", "Response Time", 2),
            ("3", "Remedies", 7),
            ("4", "Definitions", 6),
        ),
    ),
    Agreement(
        "commonpaper/Software-License-Agreement/Software-License-Agreement.md",
        112,
        (
            ("1", "Software", 7),
            ("2", "Restrictions & Obligations", 4),
            ("3", "Payment & Taxes", 6),
            ("4", "Term & Termination", 13),
            ("5", "Representations & Warranties", 4),
            ("6", "Disclaimer of Warranties", 1),
            ("7", "Limitation of Liability", 6),
            ("8", "Indemnification", 6),
            ("9", "Confidentiality", 4),
            ("10", "General Terms", 16),
            ("11", "Definitions", 34),
        ),
    ),
)


def clauses_of(path: str) -> tuple[Clause, ...]:
    file = TEMPLATES / path
    read = extract_text(file.name, file.read_bytes())
    source = ClauseSource(read.text, read.page_starts, read.headings, read.is_markdown)
    clauses = split_clauses(source)
    assert "".join(clause.text for clause in clauses) == read.text
    return clauses


def below(number: str, clauses: list[Clause]) -> int:
    return sum(clause.number.startswith((f"{number}.", f"{number}(")) for clause in clauses)


@pytest.mark.parametrize("agreement", AGREEMENTS, ids=lambda agreement: agreement.path)
def test_a_published_agreement_splits_into_the_clauses_that_a_reader_sees(agreement):
    numbered = [clause for clause in clauses_of(agreement.path) if clause.number]

    highest = [clause for clause in numbered if clause.level == 1]
    top = tuple((clause.number, clause.heading, below(clause.number, numbered)) for clause in highest)

    assert top == agreement.top
    assert len(numbered) == agreement.count
    assert len({clause.number for clause in numbered}) == agreement.count


def test_every_document_of_the_folder_is_in_the_table():
    kinds = (".md", ".docx", ".pdf")
    found = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.suffix in kinds}

    assert {path for path in found if not path.endswith("README.md")} == {each.path for each in AGREEMENTS}


def test_the_numbers_are_those_that_the_publisher_names():
    wrong = []
    checked = 0
    for agreement in AGREEMENTS:
        for clause in clauses_of(agreement.path):
            named = re.search(r'id="([\w.]+)"', clause.text[:160])
            if clause.number and named and (agreement.path, clause.number) not in MISPRINTED:
                checked += 1
                if re.sub(r"\.([a-z])$", r"(\1)", named[1]) != clause.number:
                    wrong.append((agreement.path, named[1], clause.number))

    assert not wrong
    assert checked == 327


def test_the_pdf_and_the_markdown_of_one_agreement_have_the_same_clauses():
    pdf, markdown = (
        [(each.number, each.heading, each.level) for each in clauses_of(f"bonterms/Cloud-Terms/{name}")]
        for name in ("Bonterms-Cloud-Terms-Version-1.0.pdf", "Cloud-Terms.md")
    )

    assert pdf[1:] == markdown[1:]
