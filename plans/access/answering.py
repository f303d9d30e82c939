"""Say whose part it is to answer a served draft, and who enters for them what came on paper."""

from permissions.vocabulary import Role

ANSWERERS = frozenset({Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE, Role.SUPPORTER})
KEYERS = frozenset({Role.BUSINESS_SUPPORT, Role.COORDINATOR, Role.MANAGER})
