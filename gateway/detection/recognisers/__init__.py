"""The pattern recognisers: what personal data looks like when it is written down.

One module each; `REGISTRY` is the list that counts. Each is a Presidio recogniser and is told
nothing but the text.
"""

from gateway.detection.recognisers.addresses import Addresses
from gateway.detection.recognisers.announced import AnnouncedOtherIds, AnnouncedStudentIds
from gateway.detection.recognisers.birthplaces import Birthplaces
from gateway.detection.recognisers.births import Births
from gateway.detection.recognisers.bus_stops import BusStops
from gateway.detection.recognisers.callings import Callings
from gateway.detection.recognisers.columns import COLUMNS
from gateway.detection.recognisers.devices import Devices
from gateway.detection.recognisers.doings import Doings
from gateway.detection.recognisers.emails import Emails
from gateway.detection.recognisers.family_first import FamilyFirst
from gateway.detection.recognisers.forms import FormRecogniser
from gateway.detection.recognisers.meetings import Meetings
from gateway.detection.recognisers.offices import Offices
from gateway.detection.recognisers.other_ids import OtherIds
from gateway.detection.recognisers.passwords import Passwords
from gateway.detection.recognisers.phones import Phones
from gateway.detection.recognisers.relations import Relations
from gateway.detection.recognisers.school_cues import SchoolCues
from gateway.detection.recognisers.schools import Schools
from gateway.detection.recognisers.spanish_names import SpanishNames
from gateway.detection.recognisers.ssns import Ssns
from gateway.detection.recognisers.student_ids import StudentIds
from gateway.detection.recognisers.titles import Titles
from gateway.detection.recognisers.urls import PersonalUrls
from gateway.detection.recognisers.usernames import Usernames
from gateway.detection.recognisers.whereabouts import Whereabouts

REGISTRY: tuple[type[FormRecogniser], ...] = (
    StudentIds,
    Emails,
    Phones,
    Ssns,
    Addresses,
    Usernames,
    Births,
    PersonalUrls,
    OtherIds,
    Passwords,
    Devices,
    Meetings,
    Schools,
    SchoolCues,
    BusStops,
    Birthplaces,
    Relations,
    Titles,
    Callings,
    Offices,
    FamilyFirst,
    Doings,
    SpanishNames,
    AnnouncedStudentIds,
    AnnouncedOtherIds,
    Whereabouts,
    *COLUMNS,
)
