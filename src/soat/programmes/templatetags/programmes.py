"""Tags of this room's pages: the state of a programme in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from soat.common.templatetags.ui import badge
from soat.programmes.models import Programme
from soat.programmes.views.frame import STATE_BADGES

register = template.Library()


@register.simple_tag
def programme_state(programme: Programme) -> SafeString:
    """The badge of its state."""
    return badge(STATE_BADGES[programme.state])
