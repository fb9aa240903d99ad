"""Phrases of the categories about running a service.

One phrase a line: its points, or ``heading``; a line that begins with ``|`` goes on with the one before. How
they are read is told in ``categories_phrase``.
"""

from __future__ import annotations

from typing import Final

SERVICE: Final[dict[str, str]] = {
    "service_levels": """
        7 available .... each|per|calendar|of month
        6 service level|levels
        6 availability|uptime ... percent|commitment|target|guarantee|least
        6 reaction|response|restored|restoration|resolved|repaired within
        6 availability is|shall|will
        5 uptime|availab* ... 95|97|98|99
        5 response|resolution|restoration|repair time|times|target|targets
        5 scheduled|planned|unscheduled maintenance|downtime
        4 monthly uptime|availability
        4 recovery time|point objective
        4 severity|priority 1|2|one|level|levels
        4 availability falls|below
        3 performance standards|metrics|targets|indicators
        3 downtime
        3 planned maintenance
        heading service level|levels
        heading availability|uptime
        heading service levels ... agreement
        heading response|resolution times|time
        heading maintenance and support
        heading incidents
    """,
    "service_credits": """
        8 service|sla|performance|availability credit|credits
        7 credit of
        6 credit|credits ... monthly|percent|fee|fees ... fail*|below|miss*|downtime|unavailab*
        6 claim .... credit
        5 entitled to ... credit|credits
        5 credit|credits ... next invoice|bill
        5 fee credit|credits
        3 remed* ... service level|levels|availability
        -4 letter|letters of credit
        -4 credit card|cards|rating|facility
        heading service|fee credit|credits
        heading credits
    """,
    "audit_rights": """
        6 audit|inspect|examine ... books|records|accounts|premises|facilities|systems|site
        6 right to ... audit|inspect|examine
        6 may|shall|permit|allow ... audit|inspect
        6 books|records ... audit*|inspect*|examin*
        6 auditors|authority|authorities .... inspect|audit|access|visit
        6 may inspect|audit
        5 audits ... conducted|performed|carried|on|notice
        5 complete|accurate|full books|records
        5 keep|maintain ... records|books
        4 audit report|reports|rights|results
        4 supervisory authority
        3 inspection|inspections ... notice|business|reasonable
        3 independent auditor|auditors|accountant|accountants
        -3 audited financial statements
        heading audit|audits|inspection|inspections
        heading books|records
        heading audit rights|right
    """,
    "subcontracting": """
        7 subcontract|subcontracts|subcontracting|subcontracted
        6 sub contract|contracts|contracting|contracted
        6 engage*|use|uses|appoint* .... other|another processor|processors|contractor|contractors
        5 subcontractor|subcontractors ... engage*|use*|appoint*|consent|approv*|responsible|list|liable
        5 engage*|use|uses|appoint*|consent|approv*|responsible ... subcontractor|subcontractors
        5 sub processor|processors
        5 subprocessor|subprocessors
        5 third parties .... perform|performance
        3 sub contractor|contractors
        3 acts|omissions ... subcontractor|subcontractors
        2 subcontractor|subcontractors
        heading subcontract*
        heading sub contract*|processor|processors
        heading subprocessor*
    """,
    "data_location": """
        7 location|locations|region|regions ... data
        6 data ... stored|hosted|processed|kept|located|remain ... in|within|outside
        6 store*|host*|process*|keep|access* ... data ... in|within|outside
        6 standard contractual clauses
        6 outside ... european|eea|eu|union|united|country|territory
        6 restricted|international|cross transfer|transfers|border
        6 data .... stay|stays|remain|remains|reside|resides .... in|within
        6 data residency|location|localization|localisation
        5 transfer ... personal data
        4 third country|countries
        4 adequacy decision
        4 data cent* .... in|within|located|outside
        3 european economic area
        3 data cent*
        -3 data exporter means
        heading data|processing|hosting|service location|locations|residency|centers|centres
        heading international|cross|restricted transfer|transfers|border
        heading transfer|transfers ... data
    """,
}
