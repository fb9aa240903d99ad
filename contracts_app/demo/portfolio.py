"""What is in the demo portfolio. Every name is invented; every address ends in ``.invalid``.

``notice_in`` says in how many days (negative: days ago) the last day for notice lies; the dates of
the term are counted back from it, so that the portfolio shows every state on whatever day it is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field

IT = "Information Technology"
OPS = "Operations"
FIN = "Finance"
HR = "People"
SALES = "Sales and Marketing"

ANA, TOM, LEA, OMAR, PRIYA, JON = "ana", "tom", "lea", "omar", "priya", "jon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a demo contract runs: months of the first term and of each renewal."""

    type: str = "auto_renew"
    months: int = 12
    renewal: int | None = 12
    max_renewals: int | None = None
    after: str = "lapse"
    minimum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice rule of a demo contract."""

    quantity: int = 3
    unit: str = "months"
    anchor: str = "term_end"
    test: str = "received"
    earliest: tuple[int, str] | None = None
    calendar: str = "DE-BY"
    timezone: str = "Europe/Berlin"
    methods: tuple[tuple[str, int], ...] = (("registered post", 3), ("email", 0))
    clause: str = "14.3"
    kind: str = "non_renewal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoContract:
    """One row of the demo portfolio."""

    title: str
    vendor: str
    type: str
    department: str = IT
    owner: str | None = ANA
    backup: str | None = TOM
    value: str | None = None
    currency: str = "EUR"
    notice_in: int | None = None
    ends_in: int | None = None
    term: Term = field(default_factory=Term)
    notice: Notice | None = field(default_factory=Notice)
    status: str = "active"
    tags: tuple[str, ...] = ()
    parent: str | None = None
    is_confidential: bool = False
    law: str = "Germany"


FIXED = Term(type="fixed", months=24, renewal=None)
YEARLY = Term(months=36, renewal=12)
MONTHLY = Term(type="month_to_month", months=1, renewal=1)
OPTION = Term(type="option", months=24, renewal=12, max_renewals=2)
EVERGREEN = Term(type="evergreen", months=0, renewal=None)
PERPETUAL = Term(type="perpetual", months=0, renewal=None)
LAST = Term(months=12, renewal=12, max_renewals=1)
ROLLING = Notice(quantity=30, unit="calendar_days", anchor="rolling", clause="9.1")
DAYS_60 = Notice(quantity=60, unit="calendar_days", clause="11.2")
DAYS_30 = Notice(quantity=30, unit="calendar_days", clause="8.4", methods=(("email", 0),))
WINDOW = Notice(quantity=60, unit="calendar_days", earliest=(90, "calendar_days"), clause="12.1")
UK_DAYS = Notice(
    quantity=10, unit="business_days", calendar="GB-ENG", timezone="Europe/London", clause="21.2"
)
SENT = Notice(quantity=1, unit="months", test="sent", methods=(("email", 0),), clause="7.5")
EXERCISE = Notice(quantity=3, unit="months", kind="option_exercise", clause="3.2")

CONTRACTS: tuple[DemoContract, ...] = (
    # Someone must act soon.
    DemoContract(
        title="Hosting framework",
        vendor="Nord Cloud GmbH",
        type="hosting",
        value="412000",
        notice_in=4,
        term=YEARLY,
        tags=("cloud", "critical"),
        is_confidential=False,
    ),
    DemoContract(
        title="Voice and mobile services",
        vendor="Delta Telecom AG",
        type="outsourcing",
        value="186400",
        department=OPS,
        owner=OMAR,
        notice_in=0,
        notice=DAYS_60,
        tags=("telecom",),
    ),
    DemoContract(
        title="Endpoint protection",
        vendor="Blue Security Ltd",
        type="saas",
        value="88400",
        currency="GBP",
        owner=PRIYA,
        notice_in=1,
        notice=UK_DAYS,
        law="England and Wales",
        tags=("security",),
    ),
    DemoContract(
        title="Customer relationship platform",
        vendor="Salient CRM Inc",
        type="saas",
        value="264000",
        currency="USD",
        department=SALES,
        owner=LEA,
        notice_in=9,
        notice=DAYS_60,
        law="New York",
        tags=("cloud", "personal data"),
    ),
    DemoContract(
        title="Payroll service",
        vendor="Lohnwerk GmbH",
        type="outsourcing",
        value="97200",
        department=HR,
        owner=JON,
        backup=LEA,
        notice_in=16,
        tags=("personal data",),
    ),
    DemoContract(
        title="Network maintenance",
        vendor="Ostsee Netz GmbH",
        type="maintenance",
        value="54800",
        department=OPS,
        owner=OMAR,
        notice_in=23,
        notice=WINDOW,
    ),
    DemoContract(
        title="Invoice scanning",
        vendor="Papierlos AG",
        type="saas",
        value="21600",
        department=FIN,
        owner=PRIYA,
        notice_in=28,
        notice=DAYS_30,
    ),
    DemoContract(
        title="Service desk tooling",
        vendor="Deskline Ltd",
        type="saas",
        value="36500",
        currency="GBP",
        notice_in=35,
        notice=UK_DAYS,
        law="England and Wales",
    ),
    DemoContract(
        title="Backup vault",
        vendor="Nord Cloud GmbH",
        type="order_form",
        value="48000",
        notice_in=44,
        parent="Hosting framework",
        tags=("cloud",),
    ),
    DemoContract(
        title="Office licenses",
        vendor="Quill Software Inc",
        type="license",
        value="312000",
        notice_in=52,
        currency="USD",
        term=YEARLY,
        notice=DAYS_30,
        law="Washington",
        tags=("licenses",),
    ),
    DemoContract(
        title="Data center colocation",
        vendor="Fjord Datahall AS",
        type="hosting",
        value="730000",
        currency="NOK",
        owner=TOM,
        backup=ANA,
        notice_in=61,
        term=YEARLY,
        notice=Notice(quantity=6, calendar="NO", timezone="Europe/Oslo", clause="18.1"),
        law="Norway",
        tags=("critical",),
    ),
    DemoContract(
        title="Print services",
        vendor="Kopierhaus GmbH",
        type="outsourcing",
        value="28900",
        department=OPS,
        owner=OMAR,
        notice_in=75,
    ),
    DemoContract(
        title="Learning platform",
        vendor="Campus Nine BV",
        type="saas",
        value="17400",
        department=HR,
        owner=JON,
        backup=None,
        notice_in=88,
        notice=DAYS_60,
        law="Netherlands",
    ),
    DemoContract(
        title="Treasury workstation",
        vendor="Talerwerk AG",
        type="saas",
        value="142000",
        department=FIN,
        owner=PRIYA,
        notice_in=97,
        term=YEARLY,
        is_confidential=True,
    ),
    DemoContract(
        title="Identity provider",
        vendor="Keyring Identity Inc",
        type="saas",
        value="120000",
        currency="USD",
        notice_in=118,
        notice=DAYS_60,
        law="Delaware",
        tags=("security", "critical"),
    ),
    DemoContract(
        title="Log analytics",
        vendor="Blue Security Ltd",
        type="saas",
        value="61000",
        currency="GBP",
        owner=TOM,
        backup=ANA,
        notice_in=140,
        notice=DAYS_60,
        law="England and Wales",
        tags=("security",),
    ),
    DemoContract(
        title="Marketing automation",
        vendor="Salient CRM Inc",
        type="order_form",
        value="45000",
        currency="USD",
        department=SALES,
        owner=LEA,
        notice_in=171,
        notice=DAYS_30,
        parent="Customer relationship platform",
        law="New York",
    ),
    # Nobody owns it: the department's queue hears of it.
    DemoContract(
        title="Elevator line monitoring",
        vendor="Delta Telecom AG",
        type="maintenance",
        value="3200",
        department=OPS,
        owner=None,
        backup=None,
        notice_in=19,
        notice=DAYS_30,
    ),
    DemoContract(
        title="Visitor registration",
        vendor="Deskline Ltd",
        type="saas",
        value="4100",
        currency="GBP",
        department=OPS,
        owner=None,
        backup=None,
        notice_in=66,
        notice=DAYS_30,
        law="England and Wales",
    ),
    # The last day has passed.
    DemoContract(
        title="Survey tool",
        vendor="Campus Nine BV",
        type="saas",
        value="8800",
        department=HR,
        owner=JON,
        notice_in=-6,
        notice=DAYS_30,
        law="Netherlands",
    ),
    DemoContract(
        title="Expense cards",
        vendor="Talerwerk AG",
        type="saas",
        value="15600",
        department=FIN,
        owner=PRIYA,
        notice_in=-25,
        notice=DAYS_60,
    ),
    DemoContract(
        title="Project planning suite",
        vendor="Quill Software Inc",
        type="saas",
        value="39900",
        currency="USD",
        notice_in=-11,
        notice=DAYS_30,
        law="Washington",
        tags=("licenses",),
    ),
    # Long before the window.
    DemoContract(
        title="ERP subscription",
        vendor="Kontor Systems SE",
        type="saas",
        value="1480000",
        department=FIN,
        owner=PRIYA,
        backup=ANA,
        notice_in=214,
        term=YEARLY,
        notice=Notice(quantity=6, clause="16.4"),
        tags=("critical", "personal data"),
    ),
    DemoContract(
        title="ERP support",
        vendor="Kontor Systems SE",
        type="maintenance",
        value="222000",
        department=FIN,
        owner=PRIYA,
        notice_in=214,
        parent="ERP subscription",
    ),
    DemoContract(
        title="Web shop platform",
        vendor="Handelsnetz GmbH",
        type="saas",
        value="96000",
        department=SALES,
        owner=LEA,
        notice_in=233,
        notice=DAYS_60,
        tags=("cloud",),
    ),
    DemoContract(
        title="Content delivery",
        vendor="Edgewater CDN Inc",
        type="hosting",
        value="57000",
        currency="USD",
        notice_in=251,
        notice=DAYS_60,
        law="Delaware",
        tags=("cloud",),
    ),
    DemoContract(
        title="Video conferencing",
        vendor="Delta Telecom AG",
        type="saas",
        value="33000",
        department=OPS,
        owner=OMAR,
        notice_in=268,
        notice=DAYS_60,
    ),
    DemoContract(
        title="Source code hosting",
        vendor="Branchline Ltd",
        type="saas",
        value="26400",
        currency="GBP",
        owner=TOM,
        notice_in=284,
        notice=UK_DAYS,
        law="England and Wales",
    ),
    DemoContract(
        title="Electronic signature",
        vendor="Keyring Identity Inc",
        type="saas",
        value="19000",
        currency="USD",
        notice_in=301,
        notice=DAYS_30,
        law="Delaware",
    ),
    DemoContract(
        title="Recruiting portal",
        vendor="Campus Nine BV",
        type="saas",
        value="24000",
        department=HR,
        owner=JON,
        notice_in=322,
        notice=DAYS_60,
        law="Netherlands",
    ),
    # Options to extend.
    DemoContract(
        title="Managed detection",
        vendor="Blue Security Ltd",
        type="outsourcing",
        value="240000",
        currency="GBP",
        owner=PRIYA,
        notice_in=31,
        term=OPTION,
        law="England and Wales",
        notice=Notice(
            quantity=3, kind="option_exercise", calendar="GB-ENG", timezone="Europe/London", clause="3.2"
        ),
        tags=("security",),
    ),
    DemoContract(
        title="Warehouse scanners lease",
        vendor="Ostsee Netz GmbH",
        type="outsourcing",
        value="71000",
        department=OPS,
        owner=OMAR,
        notice_in=104,
        term=OPTION,
        notice=EXERCISE,
    ),
    # Month to month, evergreen, perpetual.
    DemoContract(
        title="Text message gateway",
        vendor="Delta Telecom AG",
        type="saas",
        value="600",
        department=SALES,
        owner=LEA,
        notice_in=12,
        term=MONTHLY,
        notice=Notice(quantity=2, unit="weeks", clause="5"),
    ),
    DemoContract(
        title="Domain registrations",
        vendor="Handelsnetz GmbH",
        type="saas",
        value="2400",
        notice_in=38,
        notice=SENT,
    ),
    DemoContract(
        title="Consulting framework",
        vendor="Rat und Tat Partner",
        type="msa",
        value=None,
        ends_in=None,
        term=EVERGREEN,
        notice=ROLLING,
        owner=TOM,
    ),
    DemoContract(
        title="Penetration tests",
        vendor="Rat und Tat Partner",
        type="sow",
        value="38000",
        ends_in=95,
        term=Term(type="fixed", months=6, renewal=None),
        notice=None,
        parent="Consulting framework",
        owner=PRIYA,
        tags=("security",),
    ),
    DemoContract(
        title="Data protection agreement",
        vendor="Nord Cloud GmbH",
        type="dpa",
        value=None,
        term=EVERGREEN,
        notice=None,
        parent="Hosting framework",
        tags=("personal data",),
    ),
    DemoContract(
        title="Mutual non-disclosure",
        vendor="Kontor Systems SE",
        type="nda",
        value=None,
        term=PERPETUAL,
        notice=None,
        owner=LEA,
    ),
    DemoContract(
        title="Font library",
        vendor="Quill Software Inc",
        type="license",
        value="9500",
        currency="USD",
        department=SALES,
        owner=LEA,
        term=PERPETUAL,
        notice=None,
        law="Washington",
    ),
    DemoContract(
        title="Leased line",
        vendor="Delta Telecom AG",
        type="hosting",
        value="14400",
        department=OPS,
        owner=OMAR,
        term=Term(type="evergreen", months=0, renewal=None, minimum=24),
        notice=Notice(quantity=3, anchor="month_end", clause="6.2"),
        tags=("telecom",),
    ),
    # Fixed terms that end by themselves.
    DemoContract(
        title="Cloud migration project",
        vendor="Rat und Tat Partner",
        type="sow",
        value="310000",
        ends_in=27,
        term=Term(type="fixed", months=9, renewal=None),
        notice=None,
        owner=TOM,
    ),
    DemoContract(
        title="Laptop rental",
        vendor="Kopierhaus GmbH",
        type="outsourcing",
        value="164000",
        ends_in=132,
        department=OPS,
        owner=OMAR,
        term=FIXED,
        notice=None,
    ),
    DemoContract(
        title="Website relaunch",
        vendor="Handelsnetz GmbH",
        type="sow",
        value="84000",
        ends_in=58,
        department=SALES,
        owner=LEA,
        term=Term(type="fixed", months=8, renewal=None),
        notice=None,
    ),
    DemoContract(
        title="Archive storage",
        vendor="Fjord Datahall AS",
        type="hosting",
        value="95000",
        currency="NOK",
        ends_in=171,
        term=LAST,
        owner=TOM,
        law="Norway",
        notice=Notice(quantity=1, calendar="NO", timezone="Europe/Oslo", clause="4.4"),
    ),
    # A fact is missing, so no date is guessed.
    DemoContract(
        title="Translation memory",
        vendor="Papierlos AG",
        type="saas",
        value="6900",
        department=SALES,
        owner=LEA,
        ends_in=80,
        term=Term(type="auto_renew", months=12, renewal=None),
    ),
    DemoContract(
        title="Facility sensors",
        vendor="Ostsee Netz GmbH",
        type="saas",
        value="12800",
        department=OPS,
        owner=OMAR,
        ends_in=120,
        notice=Notice(quantity=5, unit="business_days", calendar="", clause="10"),
    ),
    DemoContract(
        title="Legacy terminal support",
        vendor="Kontor Systems SE",
        type="maintenance",
        value=None,
        department=FIN,
        owner=PRIYA,
        term=Term(type="", months=0, renewal=None),
        notice=None,
    ),
    # Not yet in force.
    DemoContract(
        title="Zero trust gateway",
        vendor="Keyring Identity Inc",
        type="saas",
        value="150000",
        currency="USD",
        notice_in=330,
        status="draft",
        notice=DAYS_60,
        law="Delaware",
    ),
    DemoContract(
        title="Data warehouse",
        vendor="Nord Cloud GmbH",
        type="order_form",
        value="198000",
        notice_in=345,
        status="in_review",
        parent="Hosting framework",
        tags=("cloud",),
    ),
    DemoContract(
        title="Fleet telematics",
        vendor="Delta Telecom AG",
        type="saas",
        value="52000",
        department=OPS,
        owner=OMAR,
        notice_in=320,
        status="approved",
        notice=DAYS_60,
    ),
    DemoContract(
        title="Benefits portal",
        vendor="Lohnwerk GmbH",
        type="saas",
        value="31000",
        department=HR,
        owner=JON,
        notice_in=310,
        status="out_for_signature",
    ),
    DemoContract(
        title="Fraud screening",
        vendor="Talerwerk AG",
        type="saas",
        value="44000",
        department=FIN,
        owner=PRIYA,
        notice_in=300,
        status="executed",
    ),
    # On the way out, or over.
    DemoContract(
        title="Old intranet",
        vendor="Handelsnetz GmbH",
        type="saas",
        value="18000",
        notice_in=-40,
        notice=DAYS_60,
        status="notice_served",
    ),
    DemoContract(
        title="Fax service",
        vendor="Delta Telecom AG",
        type="outsourcing",
        value="1900",
        department=OPS,
        owner=OMAR,
        ends_in=-45,
        term=Term(months=12, renewal=12, max_renewals=0, after="holdover"),
        status="holdover",
        notice=DAYS_30,
    ),
    DemoContract(
        title="Antivirus (old)",
        vendor="Blue Security Ltd",
        type="license",
        value="21000",
        currency="GBP",
        owner=PRIYA,
        ends_in=-120,
        term=FIXED,
        notice=None,
        status="expired",
        law="England and Wales",
    ),
    DemoContract(
        title="Campaign agency",
        vendor="Salient CRM Inc",
        type="consulting",
        value="60000",
        currency="USD",
        department=SALES,
        owner=LEA,
        ends_in=-200,
        term=FIXED,
        notice=None,
        status="closed",
        law="New York",
    ),
    DemoContract(
        title="Mail hosting",
        vendor="Nord Cloud GmbH",
        type="hosting",
        value="27000",
        ends_in=-30,
        term=FIXED,
        notice=None,
        status="terminated",
    ),
    DemoContract(
        title="Hosting framework 2019",
        vendor="Nord Cloud GmbH",
        type="hosting",
        value="350000",
        ends_in=-400,
        term=FIXED,
        notice=None,
        status="superseded",
    ),
    DemoContract(
        title="Executive travel app",
        vendor="Campus Nine BV",
        type="saas",
        value="5200",
        department=HR,
        owner=JON,
        backup=LEA,
        notice_in=49,
        notice=DAYS_30,
        is_confidential=True,
        law="Netherlands",
    ),
)
