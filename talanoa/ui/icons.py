"""A small set of icons of our own, drawn on a 24-unit grid with one stroke.

Each is decoration beside a word unless ``icon(name, label)`` gives it one to say.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_DRAWN = {
    "microphone": '<rect x="9" y="3" width="6" height="11" rx="3"/>'
    '<path d="M5 11.5a7 7 0 0 0 14 0M12 18.5V21M9 21h6"/>',
    "mic-off": '<path d="M9 6.5V6a3 3 0 0 1 6 0v5.5M9 9.5V11a3 3 0 0 0 4.4 2.6"/>'
    '<path d="M5 11.5a7 7 0 0 0 10.6 6M18.4 14.4a7 7 0 0 0 .6-2.9M12 18.5V21M9 21h6M4 4l16 16"/>',
    "loudspeaker": '<path d="M4 9.5h3.5L12 5.5v13l-4.5-4H4z"/>'
    '<path d="M15 9.2a4 4 0 0 1 0 5.6M17.5 6.5a8 8 0 0 1 0 11"/>',
    "hand": '<path d="M7 12V6.2a1.4 1.4 0 0 1 2.8 0V11M9.8 11V4.4a1.4 1.4 0 0 1 2.8 0V11'
    "M12.6 11V5.4a1.4 1.4 0 0 1 2.8 0V12M15.4 12V8a1.4 1.4 0 0 1 2.8 0v6.5a6.5 6.5 0 0 1-6.5 6.5"
    'c-2.6 0-4.2-1.2-5.4-3.4L4 13.6c-.8-1.5 1-2.7 2.1-1.5L7.2 13.4"/>',
    "chat": '<path d="M4 5.5h16v11h-9L6.5 20v-3.5H4zM8 9.5h8M8 12.5h5"/>',
    "people": '<circle cx="9" cy="8.5" r="3.2"/>'
    '<path d="M3 19.5c.3-3.6 2.7-5.6 6-5.6s5.7 2 6 5.6'
    'M15 5.7a3 3 0 0 1 0 5.7M17 14.2c2.4.5 3.8 2.4 4 5.3"/>',
    "slides": '<rect x="3.5" y="4.5" width="17" height="11.5" rx="1"/>'
    '<path d="M12 16v4M8.5 20h7M7.5 12.5l3-3 2.5 2 3.5-3.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
    "arrow": '<path d="M4.5 12h15M13.5 6l6 6-6 6"/>',
    "poll": '<path d="M4 20.5h16M6.5 17v-5M12 17V5M17.5 17V9"/>',
    "camera": '<path d="M3.5 7h11v10h-11zM14.5 10.5l6-3v9l-6-3"/>',
    "screen": '<path d="M3.5 5h17v11h-17zM9 20h6M12 16v4M12 13V8.5M9.8 10.5 12 8.3l2.2 2.2"/>',
    "captions": '<rect x="3.5" y="5" width="17" height="14" rx="1"/>'
    '<path d="M7 11h4M14 11h3M7 15h7"/>',
    "gauge": '<path d="M4.5 18.5a9 9 0 1 1 15 0M12 14.5l4-5"/><circle cx="12" cy="15" r="1.2"/>',
    "question": '<path d="M4 5.5h16v11h-9L6.5 20v-3.5H4z"/>'
    '<path d="M10.2 8.9a1.9 1.9 0 1 1 2.6 1.8c-.6.2-.8.6-.8 1.2M12 13.8v.2"/>',
    "up": '<path d="M12 19V5.5M6 11.5l6-6 6 6"/>',
    "applause": '<path d="M6.5 13.5l5-5 1.4 1.4M8.6 15.6l5.2-5.2 1.4 1.4M10.7 17.7l4.6-4.6'
    "M6.5 13.5a5 5 0 0 0 7.1 7.1l5-5a1 1 0 0 0-1.4-1.4l.9-.9a1 1 0 0 0-1.4-1.4"
    'M12 3v2.5M17.5 5l-1.6 2M20.5 9.5l-2.4.8"/>',
    "thanks": '<path d="M12 20c-5.2-3.6-8-6.7-8-10a4.2 4.2 0 0 1 8-1.8A4.2 4.2 0 0 1 20 10'
    'c0 3.3-2.8 6.4-8 10z"/>',
    "agree": '<path d="M7.5 11v9H4v-9zM7.5 18.5c4 1.6 6.3 1.5 8.5 1.5 2 0 3-1.2 3.3-3l.7-4'
    'c.2-1.4-.6-2.2-2-2.2H14c.6-2.3.8-6.8-1.5-6.8-1.6 0-1 3.5-5 7.2"/>',
    "slower": '<path d="M3.5 17a8.5 8.5 0 1 1 17 0M12 17L7.5 12.5M3.5 17h2M18.5 17h2M12 8.5v2"/>',
    "check": '<path d="M4.5 12.5l5 5L19.5 7"/>',
    "warning": '<path d="M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.2"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.2"/>',
    "error": '<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM9 9l6 6M15 9l-6 6"/>',
    "calendar": '<rect x="3.5" y="5.5" width="17" height="15" rx="1"/>'
    '<path d="M3.5 10h17M8 3v4M16 3v4M7.5 14h2M11 14h2M14.5 14h2M7.5 17h2M11 17h2"/>',
    "download": '<path d="M12 3.5v11.5M7 10.5l5 5 5-5M4 20h16"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5l5 5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5.2 5 11.8 0 17'
    'M12 3.5c-5 5.2-5 11.8 0 17"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="1"/>'
    '<path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2.5"/>',
    "certificate": '<path d="M9 17H3.5V4.5h17V17H19M7 8.5h10M7 12h3.5"/>'
    '<circle cx="14.5" cy="14.5" r="3.2"/><path d="M12.5 17.2V22l2-1.3 2 1.3v-4.8"/>',
}
NAMES = tuple(_DRAWN)
_POINTS_ALONG_THE_LINE = {"arrow"}


def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; with ``label`` it says that to those who cannot see it.

    Raises:
        KeyError: there is no icon of that name.
    """
    shape = mark_safe(_DRAWN[name])  # noqa: S308 - our own drawings
    kind = "icon icon-turns" if name in _POINTS_ALONG_THE_LINE else "icon"
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            kind,
            label,
            shape,
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', kind, shape
    )
