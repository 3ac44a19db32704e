from experts.forms.added_words import AddedWordsForm
from experts.forms.casting import CastingVoteForm, LeaveSharedForm, reason_for_the_protocol
from experts.forms.fields import LinesField
from experts.forms.interests import DecideInterestForm, DeclareForm
from experts.forms.notes import NoteForm
from experts.forms.panel import NewSeatForm, ReserveForm, SeatForm, seat_lines
from experts.forms.paper import HandedForm, PaperForm, PaperSheetsForm
from experts.forms.presence import AdmitForm, PresenceSelects
from experts.forms.protocol import (
    AnnexForm,
    AnswerForm,
    AskForm,
    PrepareForm,
    ReasonForm,
    SealForm,
    StepBackForm,
)
from experts.forms.publishing import PublishingForm
from experts.forms.questions import NotedQuestionForm, QuestionForm
from experts.forms.rule_changes import AnswerRuleForm, ProposeRuleForm
from experts.forms.scoring import GiveBackForm, LogSearch, ReopenScoringForm, SetAsideForm
from experts.forms.votes import (
    AwardForm,
    BallotForm,
    DecideEqualForm,
    DissentForm,
    NominateForm,
    OpenVoteForm,
    read,
    reason_field,
    written,
)

__all__ = [
    "AddedWordsForm",
    "AdmitForm",
    "AnnexForm",
    "AnswerForm",
    "AnswerRuleForm",
    "AskForm",
    "AwardForm",
    "BallotForm",
    "CastingVoteForm",
    "DecideEqualForm",
    "DecideInterestForm",
    "DeclareForm",
    "DissentForm",
    "GiveBackForm",
    "HandedForm",
    "LeaveSharedForm",
    "LinesField",
    "LogSearch",
    "NewSeatForm",
    "NominateForm",
    "NoteForm",
    "NotedQuestionForm",
    "OpenVoteForm",
    "PaperForm",
    "PaperSheetsForm",
    "PrepareForm",
    "PresenceSelects",
    "ProposeRuleForm",
    "PublishingForm",
    "QuestionForm",
    "ReasonForm",
    "ReopenScoringForm",
    "ReserveForm",
    "SealForm",
    "SeatForm",
    "SetAsideForm",
    "StepBackForm",
    "read",
    "reason_field",
    "reason_for_the_protocol",
    "seat_lines",
    "written",
]
