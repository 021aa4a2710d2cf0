"""ulpfield."""

from ._figures import Figure
from ._result import Column, Result, Row
from ._studies import StudyWarning, make_studies

globals().update(make_studies())
