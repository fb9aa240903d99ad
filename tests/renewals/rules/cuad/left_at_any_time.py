"""Contracts that can be left on any day: there is no day to miss, whatever renews meanwhile."""

from __future__ import annotations

from typing import Final

from tests.renewals.rules.cuad.row import ContractRow, length, notice, term

LEFT_AT_ANY_TIME: Final = (
    ContractRow(
        title="CoherusBiosciencesInc_20200227_10-K_EX-10.29_12021376_EX-10.29_Development Agreement",
        clause="15.1, 15.2.5",
        term=term("evergreen", "2019-11-02", None, None),
        notice=notice("18 months", "rolling"),
        as_of="2020-02-27",
        status="no_deadline",
        note="Ten years after the first sale, then without limit: never an end to wait for. The licensee "
        "may leave on 18 months, not before a year after the first sale, whose day is not told.",
    ),
    ContractRow(
        title="HealthcareIntegratedTechnologiesInc_20190812_8-K_EX-10.1_11776966_EX-10.1_Reseller Agreement",
        clause="Term and termination",
        term=term("auto_renew", "2019-07-31", "1 years", "1 years"),
        notice=notice("3 months", "rolling", minimum=length("1 years")),
        as_of="2019-08-12",
        status="no_deadline",
        term_end="2020-07-30",
        renewal_date="2020-07-31",
        earliest_exit_date="2020-07-30",
        note="Nothing stops the first renewal as such; after the first year either side leaves on three "
        "months' notice at any time.",
    ),
    ContractRow(
        title="IntegrityFunds_20200121_485BPOS_EX-99.E UNDR CONTR_11948727_EX-99.E UNDR CONTR_Service "
        "Agreement",
        clause="7.1",
        term=term("auto_renew", "2020-01-18", "2022-01-18", "1 years"),
        notice=notice("60 days", "rolling"),
        as_of="2023-05-01",
        status="no_deadline",
        term_end="2024-01-18",
        renewal_date="2024-01-19",
        note="A printed last day, then years to each 18 January, if the trustees approve them every year. "
        "The fund leaves on 60 days at any time, the distributor on 90.",
    ),
    ContractRow(
        title="MEDALISTDIVERSIFIEDREIT,INC_05_18_2020-EX-10.1-CONSULTING AGREEMENT",
        clause="8(c), 8(d), statement of work",
        term=term("auto_renew", "2020-03-01", "12 months", "12 months", max_renewals=1),
        notice=notice("90 days", "rolling"),
        as_of="2020-05-18",
        status="no_deadline",
        term_end="2021-02-28",
        renewal_date="2021-03-01",
        note="One further year unless it was ended before; either side ends it on 90 days at any time.",
    ),
    ContractRow(
        title="MTITECHNOLOGYCORP_11_16_2004-EX-10.102-Reseller Agreement Premier Addendum",
        clause="4.1, 12.12, addendum 3",
        term=term("auto_renew", "2004-09-29", "1 years", "1 years"),
        notice=notice("60 days", "rolling", test="sent"),
        as_of="2004-11-16",
        status="no_deadline",
        term_end="2005-09-28",
        renewal_date="2005-09-29",
        note="Renews every year and no notice stops that; 60 days without cause at any time do. Given when "
        "sent.",
    ),
    ContractRow(
        title="VARIABLESEPARATEACCOUNT_04_30_2014-EX-13.C-UNCONDITIONAL CAPITAL MAINTENANCE AGREEMENT",
        clause="7",
        term=term("evergreen", "2014-02-18", None, None),
        notice=notice("30 days", "rolling"),
        as_of="2014-04-30",
        status="no_deadline",
        note="Without an end. The parent leaves on 30 days, and has promised to do so only after a sale or "
        "a restructuring that keeps the rating.",
    ),
)
