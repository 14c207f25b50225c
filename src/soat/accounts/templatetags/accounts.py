"""`{{ session.user_agent|device }}` for the page of sessions."""

from django import template

from soat.accounts.devices import device

register = template.Library()
register.filter("device", device)
