from experts.models.added_words import AddedWords
from experts.models.awards import VOTED_ON, Award, AwardKind, Nomination
from experts.models.calls import Call
from experts.models.declarations import Declaration
from experts.models.deliberation import CastingVote, StepOut
from experts.models.dissents import Dissent
from experts.models.keys import SheetSignature, TabletKey
from experts.models.notes import DeliberationNote
from experts.models.panel import Interest, Panel, Seat
from experts.models.paper import PaperEntry
from experts.models.presence import Presence
from experts.models.protocol import Annex, Protocol, ProtocolSeal
from experts.models.protocol_files import ProtocolFile
from experts.models.queries import Query, QueryWindow
from experts.models.questions import PanelQuestion
from experts.models.rule_changes import RuleChange
from experts.models.second_looks import LookRound, SecondLook
from experts.models.sheets import RepeatedOperation, ScoreSheet, SetAside, SheetRevision
from experts.models.votes import (
    Choice,
    CountingSeat,
    DecidingVoice,
    PanelVote,
    SecretBallot,
    VotedTeam,
    Voter,
)
from experts.models.warm_ups import WarmUp

__all__ = [
    "VOTED_ON",
    "AddedWords",
    "Annex",
    "Award",
    "AwardKind",
    "Call",
    "CastingVote",
    "Choice",
    "CountingSeat",
    "DecidingVoice",
    "Declaration",
    "DeliberationNote",
    "Dissent",
    "Interest",
    "LookRound",
    "Nomination",
    "Panel",
    "PanelQuestion",
    "PanelVote",
    "PaperEntry",
    "Presence",
    "Protocol",
    "ProtocolFile",
    "ProtocolSeal",
    "Query",
    "QueryWindow",
    "RepeatedOperation",
    "RuleChange",
    "ScoreSheet",
    "Seat",
    "SecondLook",
    "SecretBallot",
    "SetAside",
    "SheetRevision",
    "SheetSignature",
    "StepOut",
    "TabletKey",
    "VotedTeam",
    "Voter",
    "WarmUp",
]
