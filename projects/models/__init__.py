from projects.models.defense import Defense
from projects.models.draw import Draw, DrawStep, QuizQuestion
from projects.models.evidence import Finding, Recommendation, RespondentGroup, Survey, SwotEntry
from projects.models.project import Project, Supervisor, TeamMember, supervisors_of

__all__ = [
    "Defense",
    "Draw",
    "DrawStep",
    "Finding",
    "Project",
    "QuizQuestion",
    "Recommendation",
    "RespondentGroup",
    "Supervisor",
    "Survey",
    "SwotEntry",
    "TeamMember",
    "supervisors_of",
]
