"""Makes one thing of each sort over the API, and prints their ids as shell variables."""

import datetime
import json
import os
import sys
import urllib.error
import urllib.request
import zlib

URL = os.environ["GOESTING_URL"]
TOKEN = os.environ["GOESTING_TOKEN"]
TOWN = "24033"


def ask(method, path, body=None, media_type="application/json", **headers):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/api/v1{path}", data=data, method=method)
    request.add_header("Authorization", f"Bearer {TOKEN}")
    if data is not None:
        request.add_header("Content-Type", media_type)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")
    return json.loads(text) if text else None


def tell(name, value):
    print(f"GOESTING_{name}='{value}'")


def text(words):
    return {"nl": {"text": words, "source": "own"}}


def png():
    """One red pixel."""

    def chunk(kind, data):
        checked = kind + data
        return len(data).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def actor(name):
    body = {"kind": "association", "name": name, "territory": TOWN, "contact": {"phone": "016 00 00 00"}}
    return ask("POST", "/actors", body)["id"]


def offer(lead, title):
    content = {
        "title": text(title),
        "summary": text("Kom mee doen."),
        "kind": "do_along",
        "interests": ["sewing"],
        "whereabouts": {"mode": "on_request", "territory": TOWN},
        "formality": "non_formal",
        "recognition": "none",
        "contact": {"phone": "016 00 00 00"},
    }
    return ask("POST", "/opportunities", {"actor_id": lead, "content": content})["id"]


def opened(lead, title):
    made = offer(lead, title)
    now = ask("POST", f"/opportunities/{made}/publish", {"compulsory": False})
    if now["state"] == "in_review":
        ask("POST", f"/opportunities/{made}/review", {"verdict": "approve"})
    return made


def session(of, day):
    when = {"repeat": "once", "start": f"{day}T14:00:00", "end": f"{day}T16:00:00"}
    made = ask("POST", f"/opportunities/{of}/sessions", {"when": when, "terms": {"capacity": 20}})
    return made["sessions"][0]["id"]


def enrolment(at):
    return ask("POST", f"/sessions/{at}/enrolments", {"or_wait": True})["id"]


def child(name):
    body = {"first_name": name, "birth_year": next_year - 9, "consents": ["participation"]}
    return ask("POST", "/me/children", body)["id"]


def report(about):
    return ask("POST", f"/opportunities/{about}/reports", {"message": "De deur was dicht."})["id"]


ecosystem = sys.argv[1]
me = ask("GET", "/me")
# Sessions to come, whatever the day is.
next_year = datetime.date.today().year + 1
coming = datetime.date.today() + datetime.timedelta(days=30)
later = coming + datetime.timedelta(days=7)

lead = actor("De Klos")
part = ask("POST", f"/ecosystems/{ecosystem}/participations", {"actor_id": lead})
if part["state"] != "active":
    ask("PATCH", f"/participations/{part['id']}", {"step": "accept"})
joining = actor("De Kring")
shared = opened(lead, "Samen koken")
here = session(shared, coming)
picture = ask("POST", f"/opportunities/{shared}/pictures?alt=Een%20kookpot", png(), "image/png")

tell("ME", me["id"])
tell("ECOSYSTEM", ecosystem)
tell("PARTICIPATION", part["id"])
tell("ACTOR", lead)
tell("ACTOR_JOINING", joining)
tell("OFFER", shared)
tell("OFFER_DRAFT", offer(lead, "Nog niet"))
tell("OFFER_PAUSED", opened(lead, "Om te pauzeren"))
tell("OFFER_CLOSED", opened(lead, "Om te sluiten"))
tell("SESSION", here)
tell("SESSION_CANCELLED", session(shared, later))
tell("ENROLMENT", enrolment(here))
tell("ENROLMENT_LEFT", enrolment(session(shared, later)))
tell("CHILD", child("Noor"))
tell("CHILD_REMOVED", child("Ilya"))
tell("REPORT", report(shared))
tell("PICTURE", picture["id"])
tell("PICTURE_HASH", picture["urls"][0].rsplit("/", 1)[1])
tell("CALENDAR", ask("POST", "/me/calendar-link")["url"].rsplit("/", 1)[1].removesuffix(".ics"))
