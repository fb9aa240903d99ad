"""Contracts that end unless somebody acts: by an option, or by a new agreement of both sides."""

from __future__ import annotations

from typing import Final

from tests.renewals.rules.cuad.row import ContractRow, by_mail, notice, term

RENEWED_BY_CHOICE: Final = (
    ContractRow(
        title="DYNTEKINC_07_30_1999-EX-10-ONLINE HOSTING AGREEMENT",
        clause="3(a), 3(b)",
        term=term("option", "1999-06-01", "12 months", "1 years", max_renewals=1),
        notice=notice("60 days", methods=by_mail(3, "mail")),
        as_of="2000-04-02",
        status="missed",
        term_end="2000-05-31",
        renewal_date="2000-06-01",
        window=("1999-06-01", "2000-04-01"),
        send_by_date="2000-03-29",
        note="Either side may extend once by a year. 31 days of May and 29 of April are 60; one day after "
        "the last day the option is lost. Mail counts three days after mailing; express mail one business "
        "day, of no country that is named.",
    ),
    ContractRow(
        title="XinhuaSportsEntertainmentLtd_20070221_F-1_EX-99.4_645553_EX-99.4_Content License Agreement",
        clause="1.1, 7.1, 7.2",
        term=term("option", "2000-05-18", "20 years", "10 years", max_renewals=1),
        notice=notice("0 days"),
        as_of="2020-05-17",
        status="in_window",
        term_end="2020-05-17",
        renewal_date="2020-05-18",
        window=("2000-05-18", "2020-05-17"),
        note="The effective date lies before the day of the agreement. The licensee may renew by notice at "
        "the expiry, so until the last day, which is the day asked about; the price is still to be agreed.",
    ),
    ContractRow(
        title="FulucaiProductionsLtd_20131223_10-Q_EX-10.9_8368347_EX-10.9_Content License Agreement",
        clause="Deal terms",
        term=term("fixed", "2012-11-15", "2 years", None),
        notice=None,
        as_of="2013-12-23",
        status="final_term",
        term_end="2014-11-14",
        note="Two boxes: the one for two years is ticked, the one for a perpetual licence is not. Nothing "
        "is said about a renewal.",
    ),
    ContractRow(
        title="OMINTO,INC_03_29_2004-EX-10-RESELLER AGREEMENT",
        clause="9.1",
        term=term("fixed", "2004-03-19", "1 years", "1 years", renewal_by_agreement=True),
        notice=None,
        as_of="2005-03-19",
        status="expired",
        term_end="2005-03-18",
        says="It ended on Fri 18 Mar 2005.",
        note="Further years only if both sides agree in writing within 30 days of the end, which neither can "
        "bring about alone, and on which side of the end is not told. The day after its last.",
    ),
    ContractRow(
        title="OPERALTD_04_30_2020-EX-4.14-SERVICE AGREEMENT",
        clause="1.5, 9.1",
        term=term("fixed", "2019-04-01", "2020-03-30", None, renewal_by_agreement=True),
        notice=None,
        as_of="2020-03-30",
        status="final_term",
        term_end="2020-03-30",
        says="It ends by itself on Mon 30 Mar 2020 unless both sides agree to go on.",
        note="A printed first and last day, one short of a year; renewed only in writing by both. Its label "
        "marks a passage about intellectual property. The day asked about is the last in force.",
    ),
)
