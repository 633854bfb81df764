"""What the runner needs of the world: a system under test, a hub, databanks, a portal, a clock, and evidence."""

from labcert.ports.databank import Databank, DeletionAttempt, HeldAnswer, HeldVersion
from labcert.ports.evidence import EvidenceSink
from labcert.ports.hub import Arrival, ArrivedLetter, Delivery, Hub, HubLetter, HubMessage, HubReceipt
from labcert.ports.lps import Lps, OutboxEntry, Refused, Sending, Sent
from labcert.ports.portal import Portal, PortalPage, ShownResult
from labcert.ports.world import Faults, JournalEntry, Policies

__all__ = [
    "Arrival",
    "ArrivedLetter",
    "Databank",
    "DeletionAttempt",
    "Delivery",
    "EvidenceSink",
    "Faults",
    "HeldAnswer",
    "HeldVersion",
    "Hub",
    "HubLetter",
    "HubMessage",
    "HubReceipt",
    "JournalEntry",
    "Lps",
    "OutboxEntry",
    "Policies",
    "Portal",
    "PortalPage",
    "Refused",
    "Sending",
    "Sent",
    "ShownResult",
]
