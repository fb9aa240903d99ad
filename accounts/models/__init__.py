"""Users, departments, role assignments, API tokens, saved views and visits."""

from accounts.models.department import Department
from accounts.models.role import RoleAssignment
from accounts.models.saved_view import SavedView, ViewDefault
from accounts.models.token import ApiToken
from accounts.models.user import User
from accounts.models.visit import Visit

__all__ = ["ApiToken", "Department", "RoleAssignment", "SavedView", "User", "ViewDefault", "Visit"]
