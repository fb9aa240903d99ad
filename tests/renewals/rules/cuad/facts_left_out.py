"""Contracts that leave out, or hide, a fact on which their dates depend."""

from __future__ import annotations

from typing import Final

from tests.renewals.rules.cuad.row import ContractRow, notice, term

HIDDEN_LENGTH: Final = ("initial_term", "end_date", "quantity", "unit")

NO_START: Final = (
    ContractRow(
        title="ArcaUsTreasuryFund_20200207_N-2_EX-99.K5_11971930_EX-99.K5_Development Agreement",
        clause="7(a), 7(b)",
        term=term("auto_renew", None, "2 years", "1 years"),
        notice=notice("60 days", "rolling"),
        as_of="2020-02-07",
        status="unknown",
        missing=("start_date",),
        note="A form: only the year of its date is filled in. Two years, then years that the board must "
        "approve; 60 days at any time.",
    ),
    ContractRow(
        title="BLUEFLYINC_03_27_2002-EX-10.27-e-business Hosting Agreement",
        clause="3.1, 3.2",
        term=term("auto_renew", None, None, None, renewal_as_initial=True),
        notice=notice("90 days"),
        as_of="2002-03-27",
        status="unknown",
        missing=("start_date", "initial_term", "end_date"),
        note="What renews are the service attachments, each for as long as before; their start and first "
        "length stand in order forms that are not filed. The length of a renewal follows from the first.",
    ),
    ContractRow(
        title="GpaqAcquisitionHoldingsInc_20200123_S-4A_EX-10.6_11951677_EX-10.6_License Agreement",
        clause="4.1",
        term=term("auto_renew", None, "2034-12-31", "5 years", start_event="the closing of the merger"),
        notice=notice("6 months"),
        as_of="2020-01-23",
        status="unknown",
        term_end="2034-12-31",
        renewal_date="2035-01-01",
        window=(None, "2034-06-30"),
        says="It begins with this event, whose day is not recorded yet: the closing of the merger.",
        missing=("start_date",),
        note="Begins at the closing of a merger, whose day is not told; but the end is printed, and 30 June "
        "is six months before it by every reading. Only the first day for notice hangs on the start.",
    ),
    ContractRow(
        title="PacificapEntertainmentHoldingsInc_20051115_8-KA_EX-1.01_4300894_EX-1.01_Content License "
        "Agreement",
        clause="Initial term and renewals",
        term=term("auto_renew", None, "10 years", "3 years", start_event="first public availability"),
        notice=notice("60 days"),
        as_of="2005-11-15",
        status="unknown",
        says="whose day is not recorded yet: first public availability.",
        missing=("start_date",),
        note="Ten years after the content is first public, which had not happened; the signatures have no "
        "dates either.",
    ),
    ContractRow(
        title="RISEEDUCATIONCAYMANLTD_04_17_2020-EX-4.23-SERVICE AGREEMENT",
        clause="13",
        term=term("auto_renew", None, "5 years", "5 years", max_renewals=1),
        notice=None,
        as_of="2020-04-17",
        status="unknown",
        missing=("start_date", "notice"),
        note="A form without a date. Renews once unless both sides confirm the end, which neither can do "
        "alone; no day is set for it.",
    ),
    ContractRow(
        title="SPIENERGYCO,LTD_03_09_2011-EX-99.5-OPERATIONS AND MAINTENANCE AGREEMENT",
        clause="3.1(a), exhibit C",
        term=term("auto_renew", None, "10 years", "1 years", start_event="the Services Commencement Date"),
        notice=notice("30 days"),
        as_of="2011-03-09",
        status="unknown",
        says="whose day is not recorded yet: the Services Commencement Date.",
        missing=("start_date",),
        note="Signed on 11 December 2009, but the term begins at a delivery that another contract defines. "
        "30 days stop an extension; before what is not said, the end is the safe reading.",
    ),
    ContractRow(
        title="WEBHELPCOMINC_03_22_2000-EX-10.8-HOSTING AGREEMENT",
        clause="10.1",
        term=term("auto_renew", None, "1 years", "1 years"),
        notice=notice("30 days"),
        as_of="2000-03-22",
        status="unknown",
        missing=("start_date",),
        note="The effective date has no definition, and nothing in the contract is dated.",
    ),
    ContractRow(
        title="XACCT Technologies, Inc.SUPPORT AND MAINTENANCE AGREEMENT",
        clause="5.1",
        term=term("auto_renew", None, "1 years", "1 years"),
        notice=notice("30 days", "anniversary"),
        as_of="2000-01-12",
        status="unknown",
        missing=("start_date",),
        note="A draft with a blank date. The year runs from delivery, the notice from the anniversary of the "
        "effective date: two starts, neither told.",
    ),
)

NO_END: Final = (
    ContractRow(
        title="AzulSa_20170303_F-1A_EX-10.3_9943903_EX-10.3_Maintenance Agreement1",
        clause="1 (End Date), 3.1, 3.2",
        term=term("auto_renew", "2015-03-09", None, "1 years"),
        notice={"anchor": "term_end"},
        as_of="2017-03-03",
        status="unknown",
        missing=HIDDEN_LENGTH,
        note="In force from the signing; the length and the notice are blacked out. That renewals last a "
        "year is told only by a definition.",
    ),
    ContractRow(
        title="GlobalTechnologiesGroupInc_20050928_10KSB_EX-10.9_4148808_EX-10.9_Content License Agreement",
        clause="B",
        term=term(
            "fixed", "2005-07-13", "12 months", "1 years", renewal_by_agreement=True, end_event="the Launch"
        ),
        notice=None,
        as_of="2005-09-28",
        status="unknown",
        says="It ends 12 months after this event, whose day is not recorded yet: the Launch.",
        missing=("end_event_date",),
        note="Ends twelve months after the launch, whose day is not told. Further years only if both sides "
        "agree.",
    ),
    ContractRow(
        title="ParatekPharmaceuticalsInc_20170505_10-KA_EX-10.29_10323872_EX-10.29_Outsourcing Agreement",
        clause="2.1, 18.1(a)",
        term=term("auto_renew", "2016-12-30", None, None, max_renewals=1),
        notice={"anchor": "term_end"},
        as_of="2017-05-05",
        status="unknown",
        missing=(*HIDDEN_LENGTH, "renewal_term"),
        note="The first end, the longest renewal and the customer's notice are all blacked out; there is one "
        "renewal.",
    ),
    ContractRow(
        title="PareteumCorp_20081001_8-K_EX-99.1_2654808_EX-99.1_Hosting Agreement",
        clause="17.1, 17.2",
        term=term("auto_renew", "2008-09-18", None, None, end_event="the Commercial Launch Date"),
        notice={"anchor": "term_end"},
        as_of="2008-10-01",
        status="unknown",
        says="Its end counts from this event, whose day is not recorded yet: the Commercial Launch Date.",
        missing=("initial_term", "end_event_date", "quantity", "unit", "renewal_term"),
        note="In force from the signing, for a hidden time after a launch that had not happened; renewals "
        "and notice are blacked out.",
    ),
    ContractRow(
        title="PlayboyEnterprisesInc_20090220_10-QA_EX-10.2_4091580_EX-10.2_Content License Agreement_ "
        "Marketing Agreement_ Sales-Purchase Agreement1",
        clause="10.1",
        term=term(
            "auto_renew",
            "2008-01-15",
            "5 years",
            "3 years",
            max_renewals=1,
            end_date="2013-02-28",
            end_event="the launch of the first website",
        ),
        notice=None,
        as_of="2009-02-20",
        status="unknown",
        says="It ends 5 years after this event, whose day is not recorded yet: the launch of the first"
        " website.",
        missing=("end_event_date", "notice"),
        note="Five years after a launch whose day is not told, at the latest 28 February 2013; renews if "
        "hidden sales are reached, and no notice stops that.",
    ),
    ContractRow(
        title="RemarkHoldingsInc_20081114_10-Q_EX-10.24_2895649_EX-10.24_Content License Agreement",
        clause="2.3(ii)",
        term=term("option", None, None, None),
        notice=None,
        as_of="2008-11-14",
        status="unknown",
        missing=("start_date", "initial_term", "end_date", "notice"),
        note="The option belongs to the licence of translations: hidden years from their first display, no "
        "day for the choice. The agreement itself ends on 30 December 2009 and does not renew.",
    ),
)

NO_NOTICE: Final = (
    ContractRow(
        title="AlliedEsportsEntertainmentInc_20190815_8-K_EX-10.19_11788293_EX-10.19_Content License "
        "Agreement",
        clause="3",
        term=term("auto_renew", "2018-02-01", "3 years", "2 years", max_renewals=1),
        notice=None,
        as_of="2019-08-15",
        status="unknown",
        term_end="2021-01-31",
        renewal_date="2021-02-01",
        missing=("notice",),
        note="Extended once if enough was paid in the first three years; no notice of either side stops or "
        "starts it.",
    ),
    ContractRow(
        title="NETZEEINC_11_14_2002-EX-10.3-MAINTENANCE AGREEMENT",
        clause="Second paragraph, commencement date",
        term=term("option", "2001-03-01", "1 years", "1 years"),
        notice=None,
        as_of="2001-06-01",
        status="unknown",
        term_end="2002-02-28",
        renewal_date="2002-03-01",
        missing=("notice",),
        note="The bank may renew year by year; until when it must say so is not told. The 60 days are the "
        "vendor's, for a new price.",
    ),
    ContractRow(
        title="OFGBANCORP_03_28_2007-EX-10.23-OUTSOURCING AGREEMENT",
        clause="First page, 2.1",
        term=term("auto_renew", "2007-01-26", "2014-11-30", "12 months", max_renewals=1),
        notice={"quantity": 3, "unit": "months", "anchor": None},
        as_of="2007-03-28",
        status="unknown",
        term_end="2014-11-30",
        renewal_date="2014-12-01",
        missing=("anchor",),
        note="The customer has three months after the vendor's renewal notice, which is due 12 months before "
        "the end; its day is not told, and nothing else to count from.",
    ),
)
