"""The sentences on the screen: what has become of an answer, and what the user can do about it."""

from datetime import datetime, timedelta

from sut.reference.outbox import Entry

__all__ = ["NOT_DELETED", "NOT_KNOWN", "STATE_NAMES", "sentence"]

NOT_DELETED = "Et delt svar kan ikke slettes. Ret det i stedet."
NOT_KNOWN = "Der er intet svar med nummer {envelope} i udbakken, så det kan ikke rettes. Send det som et nyt svar."
STATE_NAMES = {
    "waiting": "Venter", "delivered": "Afleveret", "accepted": "Modtaget", "refused": "Afvist", "failed": "Opgivet",
}  # fmt: skip


def sentence(entry: Entry, next_attempt: timedelta, most_attempts: int) -> str:
    """Return the sentence for an entry as it is now; `next_attempt` is the wait before it is sent again."""
    match entry.state:
        case "accepted":
            return "Svaret er modtaget. Der er kommet positiv kvittering."
        case "refused":
            return f"Svaret er afvist og ikke delt. Begrundelse: {entry.reason} Ret svaret, og send det igen."
        case "failed" if entry.hub_id:
            return (
                f"Svaret er afleveret til PLSP {entry.attempts} gange, men der er aldrig kommet en kvittering."
                " Kontakt PLSP for at høre, om svaret er nået frem."
            )
        case "failed":
            return (
                f"Svaret kunne ikke sendes. PLSP har ikke taget imod det i {entry.attempts} forsøg."
                " Kontakt PLSP, og send svaret igen, når forbindelsen er i orden."
            )
        case "delivered":
            return _delivered(entry)
        case _:
            due = (datetime.fromisoformat(entry.last_attempt) + next_attempt).strftime("%H:%M")
            return (
                f"Svaret venter på at blive sendt, for PLSP svarer ikke. Forsøg {entry.attempts} af {most_attempts} er"
                f" gjort; systemet prøver selv igen kl. {due}."
            )


def _delivered(entry: Entry) -> str:
    if entry.held:
        return "Svaret er afleveret til PLSP, som venter på databanken og selv sender det videre."
    if not entry.case.get("acknowledgement", True):
        return "Svaret er afleveret til PLSP. Der er ikke bedt om kvittering."
    return "Svaret er afleveret til PLSP. Kvitteringen er endnu ikke kommet."
