"""Wiring only: which modules hold the sentences of the certification run."""

pytest_plugins = [
    "steps.forloeb",
    "steps.svar",
    "steps.besked",
    "steps.databank",
    "steps.kvittering",
    "steps.omgivelser",
    "steps.visning",
    "steps.eftersyn",
    "steps.modtagelse",
    "steps.identifikatorer",
    "steps.analyse",
    "steps.mikrobiologi",
    "steps.rettelse",
    "steps.samtykke",
    "steps.skema",
    "steps.tegnsaet",
]
