"""Users, departments, role assignments and API tokens."""

from accounts.models.department import Department
from accounts.models.role import RoleAssignment
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = ["ApiToken", "Department", "RoleAssignment", "User"]
