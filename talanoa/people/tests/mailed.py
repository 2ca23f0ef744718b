"""What the newest mail says: tests read it as people do, for secrets stand nowhere else."""

import re
from urllib.parse import urlsplit

from talanoa.notices.models import Message


def newest_mail(address):
    return Message.objects.filter(address=address).order_by("pk").last()


def path_in(message):
    """The path of the one link of this site in a mail."""
    [url] = re.findall(r"http://localhost:8000\S+", message.text)
    return urlsplit(url).path


def code_in(message):
    [code] = re.findall(r"\b\d{4} \d{4}\b", message.text)
    return code


def asked_for_a_link(client, address, next_path=""):
    """Ask on the sign-in page as a browser does; returns the path of the mailed link."""
    answer = client.post("/sign-in/", {"email": address, "next": next_path})
    assert answer.url == "/sign-in/sent/"
    return path_in(newest_mail(address))
