"""What is done to people's accounts, and to the links that sign them in."""

from talanoa.people.services.accounts import (
    choose,
    erase,
    export_of,
    join,
    make_guest,
    move_account,
    set_language_and_zone,
)
from talanoa.people.services.links import (
    confirm_new_address,
    forget_dead_links,
    mail_sign_in_link,
    make_sign_in_link,
    offer_new_address,
    use_code,
    use_link,
)
from talanoa.people.services.talking import offer_talk, withdraw_talk

__all__ = [
    "choose",
    "confirm_new_address",
    "erase",
    "export_of",
    "forget_dead_links",
    "join",
    "mail_sign_in_link",
    "make_guest",
    "make_sign_in_link",
    "move_account",
    "offer_new_address",
    "offer_talk",
    "set_language_and_zone",
    "use_code",
    "use_link",
    "withdraw_talk",
]
