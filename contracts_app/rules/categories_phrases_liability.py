"""Phrases of the categories about liability.

One phrase a line: its points, or ``heading``; a line that begins with ``|`` goes on with the one before. How
they are read is told in ``categories_phrase``.
"""

from __future__ import annotations

from typing import Final

LIABILITY: Final[dict[str, str]] = {
    "cap_on_liability": """
        7 liabilit* .... exceed|exceeds
        7 liabilit* .... limited|capped to|at
        7 liabilit* .... greater|more than
        7 in no event .... liable
        6 maximum|total|aggregate|cumulative|overall|entire liabilit*
        6 liable .... in excess of|than
        6 neither|no party .... liable
        5 not .... liable|responsible .... damages|loss|losses|claims
        5 only be liable
        5 no action|actions|claim|suit .... more than
        4 sole|exclusive|entire ... liability
        4 liability is capped
        3 limit|limits|limitation|cap of|on ... liabilit*
        3 shall|will|does not exceed ... fees|amount|amounts|price|sum
        3 indirect|special|consequential|incidental|punitive|exemplary ... damages|loss|losses
        3 loss|lost of profits|profit|revenue
        3 liability cap
        2 preceding|prior ... months
        -4 insurance
        heading limitation|limitations|limit|limits of|on ... liability
        heading exclusion|waiver of ... damages
        heading consequential damages
    """,
    "uncapped_liability": """
        7 nothing .... limit|limits|exclude|excludes .... liability
        7 except|excluding|excepting|save .... in no event .... liable
        7 except|excluding|excepting|save .... neither|no party .... liable
        7 liable|liability without limit|limitation
        6 limit*|exclu* .... shall|do|does|will not apply
        5 liabilit* .... except|save|unless .... gross|willful|wilful|intentional|fraud|indemn*
            |confidential*|breach
        5 liable .... except|save|unless .... gross|willful|wilful|intentional|fraud|indemn*|confidential*
        5 unlimited liability
        5 liability ... unlimited|uncapped
        4 death or personal injury
        4 personal injury or death
        4 intent|wilful ... gross negligence
        2 fraud
        2 gross negligence
        -3 indemnif*
        -4 insurance
        heading exceptions|exclusions ... limitation|limitations|cap
        heading unlimited|uncapped
    """,
    "liquidated_damages": """
        7 liquidated damages
        6 not ... as a penalty
        6 not a penalty
        6 contractual penalty
        5 early termination fee|charge
        5 termination fee|charge|payment
        3 late|delay fee|charge|penalty
        heading liquidated damages
        heading early termination fee|fees|charge|charges
    """,
    "insurance": """
        6 policy|policies of insurance
        6 insurance coverage|policy|policies
        6 maintain* ... insurance
        5 commercial|comprehensive|public general liability
        5 certificate|certificates of insurance
        5 additional|named insured
        5 workers|worker|workmen compensation
        3 insurer|insurers
        3 per occurrence
        heading insurance|insurances
    """,
    "warranty_duration": """
        7 warranty period|term
        6 warrant*|guarantee* ... for a period of
        6 warrant*|guarantee* ... days|months|year|years from|after|following
        5 days|months|year|years ... warranty
        4 warrants ... days|months
        3 free ... from ... defects
        -3 representations and warranties ... survive
        heading warranty period
        heading warranty
    """,
    "covenant_not_to_sue": """
        8 covenant|covenants|agrees|agree not to sue
        7 not .... contest|challenge|attack|dispute .... validity|ownership|title|rights|enforceability
        6 contest|challenge ... validity|ownership|title
        5 release|releases|discharge|discharges|waive|waives .... any|all ... claims|claim
        4 not ... bring|institute|assert ... claim|action|suit|proceeding
        4 not .... contest|challenge
        3 do nothing inconsistent
        heading no contest|challenge
        heading covenant not to sue
        heading release|releases
        heading waiver of claims
    """,
}
