import json

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from events.access import OrganizerRequest, Right, organizer_page
from events.models import Event
from experts.pages.slips import printed_slips
from experts.reports.evidence import evidence
from experts.slips import slips_as_csv, slips_of


@organizer_page(Right.RESULTS, place="scoring")
def slips(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """To be printed after the close, and signed by the experts: marks of keys and sheets, no points."""
    context = {"event": event, "slips": printed_slips(event)}
    return render(request, "experts/organizer/slips.html", context)


@organizer_page(Right.RESULTS, place="scoring")
def slips_list(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The marks of all slips as a file, to be held against the paper."""
    text = slips_as_csv(slips_of(evidence(event)))
    return _file(text, "text/csv; charset=utf-8", f"slips-{event.slug}.csv")


@organizer_page(Right.RESULTS, place="scoring")
def evidence_file(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Everything that was given, which nobody reads before the close."""
    if event.is_scoring_open:
        return redirect("organizer:slips", event.slug)
    text = json.dumps(evidence(event), ensure_ascii=False, indent=1) + "\n"
    return _file(text, "application/json", f"evidence-{event.slug}.json")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
