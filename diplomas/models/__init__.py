from diplomas.models.call_order import CallOrder
from diplomas.models.design import Design
from diplomas.models.diploma import Diploma, DiplomaQuerySet, Register
from diplomas.models.ending import Ending, EndingQuerySet
from diplomas.models.handover import Handover, HandoverQuerySet
from diplomas.models.job import FileJob, FileJobQuerySet, RenderJob, RenderJobQuerySet
from diplomas.models.sharing import Sharing
from diplomas.models.unfinished import Unfinished, UnfinishedQuerySet

__all__ = [
    "CallOrder",
    "Design",
    "Diploma",
    "DiplomaQuerySet",
    "Ending",
    "EndingQuerySet",
    "FileJob",
    "FileJobQuerySet",
    "Handover",
    "HandoverQuerySet",
    "Register",
    "RenderJob",
    "RenderJobQuerySet",
    "Sharing",
    "Unfinished",
    "UnfinishedQuerySet",
]
