"""Contracts that renew by themselves unless somebody gives notice before a day."""

from __future__ import annotations

from typing import Final

from tests.renewals.rules.cuad.row import ContractRow, by_mail, length, notice, term

YEARLY: Final = (
    ContractRow(
        title="BOLIVARMININGCORP_05_23_2003-EX-2.1-VISP WEB SITE BUILDING AND HOSTING AGREEMENT",
        clause="1",
        term=term("auto_renew", "2003-05-12", "5 years", "1 years"),
        notice=notice("90 days"),
        as_of="2008-02-11",
        status="in_window",
        term_end="2008-05-11",
        renewal_date="2008-05-12",
        window=("2003-05-12", "2008-02-11"),
        note="Five years from the day of the document. 11 days of May, 30 of April, 31 of March and 18 of "
        "February 2008, a leap year, are 90; the day asked about is the last.",
    ),
    ContractRow(
        title="CHANGEPOINTCORP_03_08_2000-EX-10.6-LICENSE AND HOSTING AGREEMENT",
        clause="9.3, 11.1",
        term=term("auto_renew", "1999-12-13", "5 years", "1 years"),
        notice=notice("30 days", methods=by_mail(7)),
        as_of="2004-11-13",
        status="missed",
        term_end="2004-12-12",
        renewal_date="2004-12-13",
        window=("1999-12-13", "2004-11-12"),
        send_by_date="2004-11-05",
        note="12 days of December and 18 of November are 30; one day after the last day. Registered mail "
        "counts seven days after mailing, so from 5 November. The maintenance "
        "form attached to it has a blank date of its own, which is not this agreement's.",
    ),
    ContractRow(
        title="CORIOINC_07_20_2000-EX-10.5-LICENSE AND HOSTING AGREEMENT",
        clause="11.1",
        term=term("auto_renew", "1999-10-29", "5 years", "1 years"),
        notice=notice("30 days"),
        as_of="2000-07-20",
        status="in_window",
        term_end="2004-10-28",
        renewal_date="2004-10-29",
        window=("1999-10-29", "2004-09-28"),
        note="28 days of October and 2 of September are 30.",
    ),
    ContractRow(
        title="DIVERSINETCORP_03_01_2012-EX-4-RESELLER AGREEMENT",
        clause="3, 13",
        term=term("auto_renew", "2011-01-11", "5 years", "1 years"),
        notice=notice("60 days", earliest=length("60 days"), methods=by_mail(5)),
        as_of="2012-03-01",
        status="open",
        term_end="2016-01-10",
        renewal_date="2016-01-11",
        window=("2015-11-11", "2015-11-11"),
        send_by_date="2015-11-06",
        note="The reseller ends it inside the 60 days before the end: a window of 60 days, or 60 days "
        "at least? Only the day that both accept is safe: 10 days of January, 31 of December, 19 of "
        "November. Mail counts five days after deposit.",
    ),
    ContractRow(
        title="FerroglobePlc_20150624_F-4A_EX-10.20_9154746_EX-10.20_Outsourcing Agreement",
        clause="13.1, 13.2",
        term=term("auto_renew", "2009-01-01", "1 years", "1 years"),
        notice=notice("3 months"),
        as_of="2015-06-24",
        status="in_window",
        term_end="2015-12-31",
        renewal_date="2016-01-01",
        window=("2015-01-01", "2015-09-30"),
        note="Calendar years, renewed tacitly; the seventh. 31 December less three months is 30 September "
        "by every reading.",
    ),
    ContractRow(
        title="MANUFACTURERSSERVICESLTD_06_05_2000-EX-10.14-OUTSOURCING AGREEMENT",
        clause="4.0",
        term=term("auto_renew", "1998-06-01", "3 years", "12 months"),
        notice=notice("6 months"),
        as_of="2000-06-05",
        status="in_window",
        term_end="2001-05-31",
        renewal_date="2001-06-01",
        window=("1998-06-01", "2000-11-30"),
        note="The cover prints the effective date; the definition hangs it on a certificate that is not "
        "filed. No anchor is named, so the end. Attachment 1 renews by 6 months on 12 months' notice.",
    ),
    ContractRow(
        title="IpassInc_20181203_8-K_EX-99.1_11445874_EX-99.1_Reseller Agreement",
        clause="10.1",
        term=term("auto_renew", "2018-04-25", "12 months", "1 years"),
        notice=notice("60 days"),
        as_of="2018-12-03",
        status="in_window",
        term_end="2019-04-24",
        renewal_date="2019-04-25",
        window=("2018-04-25", "2019-02-23"),
        note="From the last signature. Full calendar months could also mean May to April, notice by "
        "1 March; the earlier end is taken: 24 days of April, 31 of March and 5 of February.",
    ),
    ContractRow(
        title="PANDIONTHERAPEUTICSHOLDCOLLC_05_22_2020-EX-10.17-CONSULTING AGREEMENT",
        clause="2, 11",
        term=term("auto_renew", "2017-03-27", "4 years", "1 years"),
        notice=notice("90 days", "renewal_date", test="sent"),
        as_of="2020-05-22",
        status="in_window",
        term_end="2021-03-26",
        renewal_date="2021-03-27",
        window=("2017-03-27", "2020-12-27"),
        note="The effective date has no definition; the day the agreement was made. The company alone, "
        "before the next period begins; effective on posting. 27 of March, 28, 31 and 4 of December.",
    ),
    ContractRow(
        title="VitalibisInc_20180316_8-K_EX-10.2_11100168_EX-10.2_Hosting Agreement",
        clause="10.1, 11.16",
        term=term("auto_renew", "2018-03-14", "1 years", "1 years"),
        notice=notice("180 days"),
        convenience=notice("180 days", "rolling"),
        as_of="2018-09-15",
        status="missed",
        term_end="2019-03-13",
        renewal_date="2019-03-14",
        window=("2018-03-14", "2018-09-14"),
        earliest_exit_date="2019-03-14",
        says="Termination for convenience leads out sooner: 180 days after the notice",
        note="From the later signature (an exhibit speaks of 7 March). 13 + 28 + 31 + 31 + 30 + 31 days and "
        "16 of September are 180. The licensee may also leave on 180 days at any time: one day late costs "
        "one day, 15 + 31 + 30 + 31 + 31 + 28 + 14, and no year.",
    ),
    ContractRow(
        title="RitterPharmaceuticalsInc_20200313_S-4A_EX-10.54_12055220_EX-10.54_Development Agreement",
        clause="1.9, 2.2, 15.5",
        term=term("auto_renew", "2016-05-01", "5 years", "1 years"),
        notice=notice(
            "6 months",
            calendar="US",
            methods=[
                {"method": "personal delivery", "deemed_business_days": 0},
                {"method": "courier", "deemed_business_days": 1},
                {"method": "email", "deemed_business_days": 0},
                {"method": "registered mail", "deemed_business_days": 5},
            ],
        ),
        as_of="2020-03-13",
        status="in_window",
        term_end="2021-04-30",
        renewal_date="2021-05-01",
        window=("2016-05-01", "2020-10-30"),
        send_by_date="2020-10-23",
        note="30 October by the corresponding date, the 31st by the other two readings. By mail the fifth "
        "business day after Friday the 23rd is Friday the 30th.",
    ),
)

OTHER_LENGTHS: Final = (
    ContractRow(
        title="CCAINDUSTRIESINC_04_14_2014-EX-10.1-OUTSOURCING AGREEMENT",
        clause="2.01, 8.01(d), 9.02",
        term=term("auto_renew", "2014-01-20", "6 months", "6 months"),
        notice=notice("6 months", methods=by_mail(5, "mail")),
        convenience=notice("6 months", "rolling", minimum=length("6 months")),
        as_of="2014-04-14",
        status="missed",
        term_end="2014-07-19",
        renewal_date="2014-07-20",
        window=("2014-01-19", "2014-01-19"),
        send_by_date="2014-01-14",
        earliest_exit_date="2014-10-14",
        says="Termination for convenience leads out on Sat 19 Jul 2014 at the earliest.",
        note="The notice is as long as the term, so the last day lies one before the first: the first "
        "renewal cannot be stopped. No window opens after it closes. After the first term six months serve "
        "at any time: given on 14 April they lead to 14 October, well after it.",
    ),
    ContractRow(
        title="CENTRACKINTERNATIONALINC_10_29_1999-EX-10.3-WEB SITE HOSTING AGREEMENT",
        clause="Term and termination",
        term=term("auto_renew", "1999-04-01", "6 months", "1 months"),
        notice=notice("15 days"),
        convenience=notice("30 days", "rolling"),
        as_of="1999-10-29",
        status="missed",
        term_end="1999-10-31",
        renewal_date="1999-11-01",
        window=("1999-10-01", "1999-10-16"),
        earliest_exit_date="1999-11-28",
        says="Termination for convenience leads out sooner: 30 days after the notice",
        note="The first term ended on 30 September; the second is October. 30 days at any time end it too, "
        "2 of October and 28 of November: before the end of November, to which notice could still be given.",
    ),
    ContractRow(
        title="DataCallTechnologies_20060918_SB-2A_EX-10.9_944510_EX-10.9_Content License Agreement",
        clause="7.1, appendix 2.1, 2.2",
        term=term("auto_renew", "2006-04-01", "2008-04-01", "6 months", max_renewals=1),
        notice=notice("60 days"),
        as_of="2008-05-01",
        status="final_term",
        term_end="2008-10-01",
        window=("2008-04-02", "2008-08-02"),
        note="24 months would end on 31 March, but the appendix prints a last day and goes first. One "
        "extension of half a year; nothing follows it. 1 + 30 + 29 days before 1 October.",
    ),
    ContractRow(
        title="EmeraldHealthBioceuticalsInc_20200218_1-A_EX1A-6 MAT CTRCT_11987205_EX1A-6 MAT "
        "CTRCT_Development Agreement",
        clause="6.1(a)",
        term=term("auto_renew", "2016-09-01", "2018-12-31", "2 years"),
        notice=notice("90 days"),
        convenience=notice("60 days", "rolling"),
        as_of="2020-02-18",
        status="in_window",
        term_end="2020-12-31",
        renewal_date="2021-01-01",
        window=("2019-01-01", "2020-10-02"),
        earliest_exit_date="2020-04-18",
        says="Termination for convenience leads out sooner: 60 days after the notice",
        note="The services term, renewed once. 31 + 30 + 29 days before 31 December. The agreement around it "
        "lasts ten years; 60 days at any time end the services, 11 of February, 31 and 18.",
    ),
    ContractRow(
        title="UAGHINC_04_14_2004-EX-10.18-MAINTENANCE AGREEMENT",
        clause="1.1, 1.2",
        term=term("auto_renew", "2003-07-23", "5 years", "1 months"),
        notice=notice("30 days"),
        convenience=notice("180 days", "rolling"),
        as_of="2008-07-23",
        status="in_window",
        term_end="2008-08-22",
        renewal_date="2008-08-23",
        window=("2008-07-23", "2008-07-23"),
        earliest_exit_date="2008-08-22",
        says="Termination for convenience leads out no sooner.",
        note="The first month after five years: of its 31 days only the first leaves 30. In shorter months "
        "the last day falls into the month before. 180 days at any time end it too, but in January.",
    ),
)
