"""Phrases of the categories about the agreement itself, its term and its end.

One phrase a line: its points, or ``heading``; a line that begins with ``|`` goes on with the one before. How
they are read is told in ``categories_phrase``.
"""

from __future__ import annotations

from typing import Final

GENERAL: Final[dict[str, str]] = {
    "document_name": """
        6 this ... agreement|addendum|amendment|contract ... is|was made|entered|dated|between
        5 this ... agreement|addendum|amendment|contract ... dated|effective as of
        5 agreement ... entered into ... between
        4 agreement ... by and between
        3 hereinafter|collectively|herein ... agreement
    """,
    "parties": """
        6 by and between|among
        6 is|are|was made|entered|concluded .... between|among
        4 agreement|contract ... between
        -3 entire agreement
        3 hereinafter|herein|hereafter ... referred|called
        4 each ... party ... together|collectively ... parties
        2 a ... corporation|company|organized|incorporated|existing
        2 having|with its|their principal|registered office|place
        2 witnesseth
        heading parties
    """,
    "agreement_date": """
        6 is|was|are made .... as of|the
        6 is|was|are entered into .... as of
        5 made|entered|concluded|executed ... on|of|this ... day of
        5 is|was|are dated
        5 dated|made as of
        4 last date signed|written
        4 have|has executed ... agreement ... date
        3 in witness whereof
    """,
    "effective_date": """
        6 effective date means|shall|is
        6 effective date of this agreement ... shall|is|will|means
        5 shall|will|become|becomes|is|be effective on|as|upon|from
        5 shall|will|to take effect
        5 comes|come|enter|enters into force|effect
        5 is|was made|entered .... effective
        5 shall|will commence on|upon|as
        4 effective as of
        3 as of ... effective date
        2 commencement date
        heading effective date|effectiveness
        heading entry into force
    """,
    "governing_law": """
        6 governed by ... law|laws
        6 construed ... in accordance with ... law|laws
        5 laws of the state|commonwealth|province|republic|federal
        5 law|laws of england|germany|ireland|france|switzerland|austria|singapore|japan|india|china|israel
        5 law applies
        5 laws of ... apply|applies
        4 courts of ... decide|jurisdiction
        3 conflict|conflicts of law|laws
        3 place of jurisdiction
        2 exclusive jurisdiction
        heading governing|applicable law|laws
        heading choice of law
        heading law
        heading jurisdiction
    """,
    "third_party_beneficiary": """
        6 third party beneficiary|beneficiaries
        5 contracts rights of third parties
        4 intended ... benefit ... third party|parties
        4 confer ... any|other person ... right|remedy|benefit
        heading third party beneficiaries|beneficiary|rights
    """,
    "expiration_date": """
        6 shall|will ... continue|remain .... until
        6 term ... shall|will|to continue|remain|be .... years|year|months
        6 initial term .... years|year|months|days
        6 agreement|contract|subscription runs|lasts|continues for|until
        5 shall|will|to expire|terminate on
        5 initial term
        5 the term of this agreement|contract|lease shall|is|will|commence*|begins
        5 duties|obligations last|lasts for
        4 for a|the period|term of .... year|years|month|months
        4 expires|expire on
        4 in|full force and effect ... until|for
        4 fixed|minimum term
        3 effective|commencement date
        3 unless .... terminated
        -4 confidential information
        -4 survive*
        -4 warrant*
        heading term|duration
        heading term of ... agreement
    """,
    "renewal_term": """
        6 automatically renew|renews|renewed|extend|extended
        6 renew|renewed|renews automatically
        6 renew|renews|renewed|extends|prolonged for .... months|years|year|month
        5 successive ... term|terms|period|periods
        5 renewal term|terms|period|periods
        5 extend|renew the|this ... term|agreement
        5 option to renew|extend
        4 may be renewed|extended
        4 each time
        3 additional ... year|month|years ... period|periods|term|terms
        3 each time unless
        2 unless ... notice
        heading renewal|renewals|extension
    """,
    "renewal_notice": """
        7 notice of ... non renewal|nonrenewal
        7 intention|intent|decision|election|wish not to renew|extend|continue
        6 not wish|intend|desire|want to renew|extend
        6 elects|desires|decides not to renew|extend
        6 unless .... notice .... prior to|before .... expiration|expiry|end .... term|period
        6 notice .... before|prior .... end of ... term|year|period
        6 unless .... notice .... days|months before
        5 unless .... days|months .... prior to|before .... expiration|expiry|end
        5 terminate .... notice .... to the end of
        4 prior to|before the ... end|expiration|expiry ... then current|initial|renewal|term
        4 notice .... to the end of
        3 automatically renew|renewed|extend|extended
        heading non renewal
    """,
    "termination_for_convenience": """
        8 terminat* ... for convenience
        7 right|may|can|option|entitled ... terminate .... without cause
        7 right|may|can|option|entitled ... terminate .... for any|no reason
        7 with or without cause
        6 right|may|can|option|entitled ... terminate* .... at any time
        6 may terminate ... by|with|on|upon notice of
        5 may|can|be terminate* .... upon|on|by|with|giving|least .... days|months|weeks .... notice
        5 at any time .... terminat*
        5 at any time .... days|months|weeks ... notice
        5 may ... terminate .... notice of .... months|days|weeks
        3 sole discretion
        -3 insolven*
        -4 material breach
        heading termination for convenience
        heading termination without cause
    """,
    "post_termination_services": """
        5 upon|following|after|on|of ... termination|expiration|expiry .... shall|will .... return
            |destroy|deliver|transfer|assist*|cease|cooperate|pay|sell|complete|continue
        5 wind down
        5 sell off
        5 effect|effects|consequences of termination|expiration
        5 at the end .... return*|delet*|supports|assists|hands|pays
        4 after|following|upon|on the|any termination|expiration|expiry
        4 post termination
        4 remaining inventory|stock
        3 upon|on termination|expiration
        3 last buy
        3 after the end
        heading effect|effects|consequences of termination|expiration
        heading post termination
        heading obligations|rights ... termination|expiration
    """,
    "exit": """
        6 exit plan|plans|assistance|management|strategy|services
        6 transition assistance|services|plan|period
        6 termination assistance
        6 disengagement
        6 replacement|successor|incoming provider|supplier|vendor
        6 supports|assist|assists|help|helps|support ... move|migration|transition|switch|change
        6 another|new|other provider|supplier|vendor
        6 hand|hands|give|gives|return|returns ... data ... over|back
        5 migrat* ... data
        5 orderly transfer|transition|handover
        5 return ... data ... customer|controller
        5 hand over|handover
        5 delet*|return* .... return*|delet* .... data
        5 switching ... provider|providers
        4 at the end .... data
        4 common|machine readable|interoperable format
        3 export ... data
        3 delet* ... data
        3 upon|after|following termination|expiration|expiry
        heading exit|exits
        heading transition
        heading return|deletion ... data
        heading termination assistance
    """,
}
