"""Phrases of the categories about money, competition and control.

One phrase a line: its points, or ``heading``; a line that begins with ``|`` goes on with the one before. How
they are read is told in ``categories_phrase``.
"""

from __future__ import annotations

from typing import Final

RIGHTS: Final[dict[str, str]] = {
    "minimum_commitment": """
        6 minimum ... commitment|commitments|purchase|purchases|order|orders|quantity|quantities|volume
        6 minimum ... payment|payments|royalty|royalties|guarantee|fee|fees|revenue|spend|amount
            |amounts|threshold
        6 shall|will|agrees|must|agree .... purchase|order|spend|pay|buy|sell|share .... at least
            |minimum|less
        6 a minimum of .... units|hours|per|annually|year|month|quarter
        5 guaranteed minimum
        5 minimum annual|monthly|quarterly|yearly
        5 at least .... per year|month|quarter|annum
        5 take or pay
        4 minimum of
        4 binding ... order|orders|forecast
        3 no|not|nor less|fewer than
        -4 notice
        -4 insurance
        heading minimum ... commitment|commitments|purchase|purchases|guarantee|guarantees|fee|fees
            |order|orders
    """,
    "volume_restriction": """
        6 up to ... users|seats|copies|units|hours|devices|servers|transactions|calls|instances
        6 maximum|limited number of .... users|seats|copies|units|devices|servers|transactions|calls
        6 shall|may|will not exceed .... users|seats|copies|units|hours|number|transactions|gb|calls|persons
        6 no more than ... users|seats|copies|units|hours|devices|servers|persons|people|computers
        6 named users
        5 in excess of .... users|seats|copies|units|hours|volume|number|transactions|quantity
        5 usage|volume limit|limits|limitation|cap|threshold
        5 exceeds|exceed|exceeding ... number|quantity|volume|usage|capacity
        5 users|seats|units|licences|licenses above|beyond|over
        4 maximum of
        4 overage|overages
        4 one ... copy|server|computer|machine|processor
        4 charged .... additional|excess|above
        3 up to
        3 additional ... fee|fees|charge|charges
        -3 liabil*
        heading overage|overages
        heading usage|volume limit|limits|limitation|restrictions
    """,
    "price_restrictions": """
        6 increase* ... price|prices|fee|fees|rate|rates ... exceed|more
        6 price|prices|fee|fees|rate|rates ... increase* ... exceed|more
        6 raise|raises|increase ... fees|prices|rates|charges|them .... no|at|than|with .... percent
            |more|most|index|notice
        6 raise|increase .... once a year
        5 shall|will|may not increase|raise
        5 price|prices|fee|fees|rate|rates ... remain fixed|firm|unchanged
        5 price cap|ceiling|protection
        5 consumer price index
        5 index of consumer prices
        5 consumer prices index
        4 increase|adjust ... fees|prices|rates|price ... percent|once|annually|notice
        4 fixed|firm for ... term|period
        4 at most .... percent
        3 price schedule
        3 same price
        heading price|fee increase|increases|adjustment|adjustments|protection|changes
        heading indexation
    """,
    "most_favored_nation": """
        8 most favored|favoured
        7 no|not less favorable|favourable .... than
        7 at least as favorable|favourable
        6 more favorable|favourable .... to|than .... other|any
        6 lower|lowest|better price|prices|fee|fees|rate|rates|terms .... other|any
        4 similarly situated
        heading most favored|favoured
        heading best price|prices
    """,
    "revenue_sharing": """
        7 revenue share|sharing|split
        7 profit share|sharing
        6 share|percentage|percent|portion of .... revenue|revenues|profit|profits|proceeds
        6 percentage|percent .... net|gross|adjusted ... revenue|revenues|sales|profit|profits|receipts
        6 royalty|royalties|commission|commissions .... net|gross|percent|equal|sales|rate
        4 pay .... royalty|royalties|commission|commissions
        3 net|gross revenue|revenues|sales|profits
        2 royalty|royalties
        -3 minimum
        heading revenue share|sharing
        heading royalty|royalties
        heading commission|commissions
    """,
    "exclusivity": """
        6 sole|exclusive|exclusively .... distributor|supplier|provider|vendor|agent|reseller|partner
            |territory|representative
        6 exclusive|exclusively ... right|rights|license|licence
        6 on an exclusive basis
        5 exclusively ... from|purchase|through|use
        5 shall|will|may not .... appoint|engage|authorize|grant|license|permit .... any other|third
        5 exclusivity ... period|term|obligation|rights
        3 sole and exclusive
        -6 non exclusive
        -6 nonexclusive
        -6 exclusive jurisdiction
        -6 exclusive remedy
        -6 exclusive property
        -4 ownership
        heading exclusivity
        heading exclusive ... rights|dealing|supply
    """,
    "non_compete": """
        7 non compete|competition
        7 noncompete|noncompetition
        7 covenant|covenants not to compete
        6 shall|will|may|agrees not ... compete
        6 not ... engage ... business ... compet*|similar
        6 not ... directly or indirectly ... compet*|sell|market|distribute|manufacture|develop|offer
        5 competitive|competing product|products|service|services|business
        4 directly|indirectly ... compet*
        3 compet* with
        heading non compete|competition
        heading noncompetition
        heading restrictive covenants
    """,
    "competitive_restriction_exception": """
        6 nothing .... prevent|prohibit|restrict|preclude|limit .... from .... compet*|develop*|market*
            |provid*|sell*|engag*
        6 exclusiv* .... shall|does|will|do not apply
        6 exclusiv* .... except|subject|other|unless|provided
        6 not .... compet* .... except|other|unless|provided|however
        6 notwithstanding .... exclusivity|exclusive right|non compet*|compet*
        5 except|exception|exceptions|unless|provided .... exclusiv*|compet*
        3 free to
        2 passive .... shares|stock|securities|investment|ownership
        -4 confidential information
        heading exceptions|exception ... exclusivity
        heading no exclusivity
    """,
    "no_solicit_customers": """
        7 solicit* .... customer|customers|client|clients
        7 divert* .... customer|customers|client|clients|business
        6 entice* .... customer|customers|client|clients
        6 interfere* .... relationship .... customer|customers|client|clients|supplier*
        heading non solicitation|solicit
        heading solicitation of customers|clients
    """,
    "no_solicit_employees": """
        7 solicit* ... employee|employees|personnel|staff
        6 solicit* ... employ|employment|hire
        6 not ... solicit|recruit|hire ... employee|employees|personnel|staff
        6 not ... hire|employ|recruit ... other party
        5 entice* ... employee|employees|personnel|staff
        5 leave ... employ|employment
        heading non solicitation|solicit
        heading no hire|poaching
        heading solicitation of employees
    """,
    "non_disparagement": """
        8 disparag*
        7 derogat* ... manner|statement|statements|remark|remarks|way
        6 defam* ... statement|statements|remark|remarks
        5 damage|injure|harm|tarnish* ... reputation|goodwill|image
        4 disrepute
        3 reputation ... goodwill
        3 unfavorabl*|unfavourabl*|negative ... statement|statements|light|manner
        heading non disparagement
    """,
    "first_refusal": """
        8 right|rights of first refusal|offer|negotiation
        8 first right|option|refusal|opportunity|offer
        6 option to purchase|acquire|buy
        6 rofr|rofo|rofn
        5 right|option to match
        5 negotiate* ... good faith .... exclusiv*|additional|new
        4 before|prior .... offer* .... third party|parties
        4 bona fide offer
        heading first refusal|offer|negotiation|right|option
    """,
    "change_of_control": """
        7 change|changes of|in control
        6 change ... in ... ownership|control
        5 acquires|acquired|acquisition|acquire .... majority|substantially|controlling
        5 merger|consolidation|acquisition .... terminat*|assign*|consent
        4 sale|transfer .... substantially all
        3 all or substantially all .... assets|business|stock
        3 merger|merge|merges|consolidation
        3 controlling interest
        -3 definition
        heading change|changes of|in control
        heading merger
    """,
    "anti_assignment": """
        7 assign* .... without .... consent|approval
        7 without .... consent|approval .... assign*
        6 may|shall|will|right|be not|nor|neither .... assign*|transfer*|delegate
            |sublicense .... agreement|rights|obligations|license|duties
        6 not assignable
        6 neither|no party|this .... assign*
        5 assignment .... null|void|terminat*
        5 event of ... assignment
        4 may assign
        3 assign|transfer|delegate .... rights|obligations|agreement
        3 permitted|successors assigns
        3 successors and ... assigns
        heading assignment|assignments|assignability
        heading successors and assigns
        heading transfer of ... agreement
    """,
}
