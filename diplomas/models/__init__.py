from diplomas.models.design import Design
from diplomas.models.diploma import Diploma, DiplomaQuerySet, Register
from diplomas.models.ending import Ending, EndingQuerySet
from diplomas.models.handover import Handover, HandoverQuerySet
from diplomas.models.job import RenderJob, RenderJobQuerySet
from diplomas.models.sharing import Sharing

__all__ = [
    "Design",
    "Diploma",
    "DiplomaQuerySet",
    "Ending",
    "EndingQuerySet",
    "Handover",
    "HandoverQuerySet",
    "Register",
    "RenderJob",
    "RenderJobQuerySet",
    "Sharing",
]
