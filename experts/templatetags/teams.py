from django import template

from experts.pages.teams import teams

register = template.Library()
register.filter(teams)
