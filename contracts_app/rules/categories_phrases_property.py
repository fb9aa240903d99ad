"""Phrases of the categories about intellectual property.

One phrase a line: its points, or ``heading``; a line that begins with ``|`` goes on with the one before. How
they are read is told in ``categories_phrase``.
"""

from __future__ import annotations

from typing import Final

PROPERTY: Final[dict[str, str]] = {
    "ip_ownership_assignment": """
        7 work|works made for hire
        7 work for hire
        6 hereby|irrevocably|agrees|agree|shall|will assign*|to .... right .... title .... interest
        6 assigns|assign|transfers|assigned .... to .... all .... rights|right|title|interest
        6 shall|will|be|become|vest|remain .... sole|exclusive property of
        5 all right|rights title and|interest .... developed|created|work|inventions|deliverables
            |results|improvements
        5 shall|will|be own|owned|owner .... developed|deliverables|work|inventions|results
            |improvements|created
        5 ownership of .... deliverables|work|works|inventions|results|developments|improvements
        3 owned exclusively|solely by
        3 moral rights
        heading ownership|title
        heading ownership of ... work|works|results|deliverables|inventions|developments
        heading intellectual property ... rights|ownership
        heading work|works ... hire
        heading inventions
    """,
    "joint_ip_ownership": """
        7 jointly own|owned|owns
        7 joint ownership|owners|owner
        6 co own|owned|ownership|owners
        6 own|owned jointly
        6 joint intellectual|inventions|invention|ip|developments|technology|patent|patents|property
        4 jointly developed|invented|conceived|made|created
        3 equal undivided
        heading joint|jointly ... ownership|owned|developments|inventions|property|ip
    """,
    "license_grant": """
        6 grants ... license|licence|sublicense|right to|use
        6 hereby grants
        6 grants|grant|granted to ... a|an|the ... license|licence|right
        5 shall|will|agrees|does grant|hereby ... license|licence|right|rights
        5 license|licence to use|reproduce|copy|access|distribute|display|market
        5 is granted ... license|licence|right
        3 royalty free
        3 non exclusive
        3 nonexclusive
        -3 no license|licence
        -2 termination of
        heading license|licence|licenses|licences
        heading grant|grants
        heading grant of ... license|licence|rights
    """,
    "non_transferable_license": """
        7 non transferable|transferrable|assignable
        7 nontransferable|nontransferrable|nonassignable
        5 license|licence ... not|nor ... be ... transfer*|assign*|sublicens*
        3 license|licence|licensed|right to use
        2 non sublicensable|sublicenseable
        -3 shares
        heading non transferable
    """,
    "affiliate_license_licensor": """
        6 on behalf of ... itself|its and|affiliates
        6 cause ... affiliates|subsidiaries ... grant|license|licence
        6 grants ... and|on ... its|their affiliates ... license|licence|right
        5 owned|controlled|licensed by ... or|and ... its affiliates
        4 and ... its affiliates|subsidiaries ... grant|grants|hereby
        3 grants|grant|granted
        -3 liab*
        -3 indemn*
    """,
    "affiliate_license_licensee": """
        6 grants|grant|granted ... to ... and ... affiliates|subsidiaries
        6 license|licence ... and|to ... its|their affiliates|subsidiaries
        5 right|rights|license|licence ... sublicense ... affiliates|subsidiaries
        5 affiliates|subsidiaries ... may ... use|access|exercise|sublicense
        5 extend ... affiliates|subsidiaries
        4 use ... by ... its|and ... affiliates|subsidiaries
        3 grants|grant|license|licence
        2 affiliates|subsidiaries
        -4 indemn*
        -3 liab*
        -3 assign
        heading affiliates|affiliate ... use|rights|license
        heading use by affiliates
    """,
    "unlimited_license": """
        7 enterprise wide|license|licence
        7 site license|licence
        7 all you can
        6 unlimited number|use|copies|users|usage|license|licence|right|rights|access
        6 unlimited|unrestricted ... license|licence|users|use|right|copies|seats
        5 any number of ... users|copies|devices|servers
        4 without limit|limitation|restriction as|on|in ... number|use|quantity
    """,
    "perpetual_license": """
        7 perpetual|irrevocable|irrevocably ... license|licence|right|rights|sublicense
        7 license|licence ... perpetual|irrevocable|perpetuity
        4 perpetual
        4 irrevocable
        3 in perpetuity
        2 fully paid|paid up
        2 royalty free
        heading perpetual license|licence
    """,
    "source_code_escrow": """
        8 source code .... escrow
        8 escrow .... source code|material|materials
        5 source code .... released|deposit|deposited
        4 escrow agent|deposit|account|materials|release
        3 escrow agreement
        2 source code
        heading source code escrow
        heading escrow ... source|software|technology|release|deposit
    """,
}
