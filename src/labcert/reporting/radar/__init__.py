"""The change radar: what differs between two editions, for people and machines, and what it touches in a store."""

from labcert.reporting.radar.as_html import radar_page
from labcert.reporting.radar.as_json import radar_json
from labcert.reporting.radar.as_text import radar_text
from labcert.reporting.radar.model import Radar, Touched, TouchedStep
from labcert.reporting.radar.words import radar_sentence

__all__ = ["Radar", "Touched", "TouchedStep", "radar_json", "radar_page", "radar_sentence", "radar_text"]
