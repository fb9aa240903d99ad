"""The table of categories, by group; what it means is told in ``categories``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Category:
    """One category.

    Attributes:
        key: As it stands in the database, in addresses and in the API.
        name: As people read it.
        what: What a clause in it says.
        cuad: The label in CUAD; empty where CUAD has none.
        bears_amounts: Whether the amounts in such a clause are worth a column: a cap, a credit, a minimum.
    """

    key: str
    name: str
    what: str
    cuad: str = ""
    bears_amounts: bool = False


GROUPS: Final = {
    "The agreement": (
        Category("document_name", "Document name", "what the document is called", "Document Name"),
        Category("parties", "Parties", "who agreed to it", "Parties"),
        Category("agreement_date", "Agreement date", "the day on which it was made", "Agreement Date"),
        Category("effective_date", "Effective date", "the day from which it counts", "Effective Date"),
        Category("governing_law", "Governing law", "whose law decides", "Governing Law"),
        Category(
            "third_party_beneficiary",
            "Third-party beneficiary",
            "somebody who is no party may rely on it",
            "Third Party Beneficiary",
        ),
    ),
    "Term and end": (
        Category("expiration_date", "Term and expiry", "when the first term ends", "Expiration Date"),
        Category("renewal_term", "Renewal", "for how long it goes on after the first term", "Renewal Term"),
        Category(
            "renewal_notice",
            "Notice against renewal",
            "how long before the end a party says that it shall not go on",
            "Notice Period To Terminate Renewal",
        ),
        Category(
            "termination_for_convenience",
            "Termination for convenience",
            "a party may end it without a reason",
            "Termination For Convenience",
        ),
        Category(
            "post_termination_services",
            "Duties after the end",
            "what a party owes after it ended: transition, last orders, winding down",
            "Post-Termination Services",
        ),
        Category("exit", "Exit", "exit plan, handing over to a successor, data given back"),
    ),
    "Liability": (
        Category(
            "cap_on_liability",
            "Cap on liability",
            "the most that a party can owe: an amount, kinds of damage shut out, a time to claim in",
            "Cap On Liability",
            bears_amounts=True,
        ),
        Category(
            "uncapped_liability",
            "Uncapped liability",
            "what no cap limits: intent, death, confidentiality, infringement",
            "Uncapped Liability",
        ),
        Category(
            "liquidated_damages",
            "Liquidated damages",
            "a sum owed for a breach or an early end, whatever the loss was",
            "Liquidated Damages",
            bears_amounts=True,
        ),
        Category(
            "insurance",
            "Insurance",
            "which insurance a party keeps, and for how much",
            "Insurance",
            bears_amounts=True,
        ),
        Category(
            "warranty_duration", "Warranty duration", "how long a warranty lasts", "Warranty Duration"
        ),
        Category(
            "covenant_not_to_sue",
            "Covenant not to sue",
            "a party does not contest rights of the other, or bring claims",
            "Covenant Not To Sue",
        ),
    ),
    "Money and volume": (
        Category(
            "minimum_commitment",
            "Minimum commitment",
            "the least that a party must buy or pay",
            "Minimum Commitment",
            bears_amounts=True,
        ),
        Category(
            "volume_restriction",
            "Volume restriction",
            "how much may be used before more is owed or leave is needed",
            "Volume Restriction",
            bears_amounts=True,
        ),
        Category(
            "price_restrictions",
            "Price restrictions",
            "how far a party may raise or lower prices",
            "Price Restrictions",
            bears_amounts=True,
        ),
        Category(
            "most_favored_nation",
            "Most favoured customer",
            "a party gets terms as good as others get",
            "Most Favored Nation",
        ),
        Category(
            "revenue_sharing",
            "Revenue sharing",
            "a share of revenue or profit goes to a party",
            "Revenue/Profit Sharing",
            bears_amounts=True,
        ),
    ),
    "Competition and control": (
        Category("exclusivity", "Exclusivity", "a party deals with the other alone", "Exclusivity"),
        Category("non_compete", "Non-compete", "a party does not compete with the other", "Non-Compete"),
        Category(
            "competitive_restriction_exception",
            "Exception to a restriction",
            "what exclusivity or a ban on competing leaves free",
            "Competitive Restriction Exception",
        ),
        Category(
            "no_solicit_customers",
            "No soliciting of customers",
            "a party does not lure customers away",
            "No-Solicit Of Customers",
        ),
        Category(
            "no_solicit_employees",
            "No soliciting of employees",
            "a party does not lure staff away",
            "No-Solicit Of Employees",
        ),
        Category(
            "non_disparagement",
            "Non-disparagement",
            "a party does not speak ill of the other",
            "Non-Disparagement",
        ),
        Category(
            "first_refusal",
            "Right of first refusal",
            "a party may buy, or is offered or asked, before others",
            "Rofr/Rofo/Rofn",
        ),
        Category(
            "change_of_control",
            "Change of control",
            "what a sale or merger of a party sets off",
            "Change Of Control",
        ),
        Category(
            "anti_assignment", "Assignment", "whether it may be handed to somebody else", "Anti-Assignment"
        ),
    ),
    "Intellectual property": (
        Category(
            "ip_ownership_assignment",
            "Ownership of results",
            "what one party makes becomes the property of the other",
            "Ip Ownership Assignment",
        ),
        Category("joint_ip_ownership", "Joint ownership", "what both own together", "Joint Ip Ownership"),
        Category("license_grant", "License grant", "what may be used, and for what", "License Grant"),
        Category(
            "non_transferable_license",
            "Non-transferable license",
            "a license that cannot be passed on",
            "Non-Transferable License",
        ),
        Category(
            "affiliate_license_licensor",
            "License from affiliates",
            "affiliates of who grants grant too",
            "Affiliate License-Licensor",
        ),
        Category(
            "affiliate_license_licensee",
            "License to affiliates",
            "affiliates of who is granted may use it too",
            "Affiliate License-Licensee",
        ),
        Category(
            "unlimited_license",
            "Unlimited license",
            "use without limit of number, for an enterprise or all one can use",
            "Unlimited/All-You-Can-Eat-License",
        ),
        Category(
            "perpetual_license",
            "Irrevocable or perpetual license",
            "a license that does not end, or is not taken back",
            "Irrevocable Or Perpetual License",
        ),
        Category(
            "source_code_escrow",
            "Source code escrow",
            "source code lies with somebody who gives it out on an event",
            "Source Code Escrow",
        ),
    ),
    "Running the service": (
        Category(
            "service_levels",
            "Service levels",
            "what is promised in figures: availability, response, repair",
            bears_amounts=True,
        ),
        Category(
            "service_credits",
            "Service credits",
            "what is owed when a service level is missed",
            bears_amounts=True,
        ),
        Category("audit_rights", "Audit", "who may look into books, systems or sites", "Audit Rights"),
        Category("subcontracting", "Sub-contracting", "whether others may do the work, and on what terms"),
        Category("data_location", "Data location", "where data lies and is worked on, and what may leave"),
    ),
}  # fmt: skip
