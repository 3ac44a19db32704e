from diplomas.models.call_order import CallOrder
from diplomas.models.chosen_language import ChosenLanguage, ChosenLanguageQuerySet
from diplomas.models.design import Design
from diplomas.models.diploma import Diploma, DiplomaQuerySet, Register
from diplomas.models.ending import Ending, EndingQuerySet
from diplomas.models.handover import Handover, HandoverQuerySet
from diplomas.models.job import FileJob, FileJobQuerySet, RenderJob, RenderJobQuerySet
from diplomas.models.logo import Logo
from diplomas.models.sharing import Sharing
from diplomas.models.unfinished import Unfinished, UnfinishedQuerySet

__all__ = [
    "CallOrder",
    "ChosenLanguage",
    "ChosenLanguageQuerySet",
    "Design",
    "Diploma",
    "DiplomaQuerySet",
    "Ending",
    "EndingQuerySet",
    "FileJob",
    "FileJobQuerySet",
    "Handover",
    "HandoverQuerySet",
    "Logo",
    "Register",
    "RenderJob",
    "RenderJobQuerySet",
    "Sharing",
    "Unfinished",
    "UnfinishedQuerySet",
]
