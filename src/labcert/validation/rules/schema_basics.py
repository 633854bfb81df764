"""What people read of the schema's checks; `schema_texts` makes the findings."""

from labcert.domain.language import N_
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import RuleText

__all__ = ["SCHEMA"]


def _text(
    id: str,
    title: str,
    text: str,
    why: str,
    remedy: str,
    *,
    source: str = N_("Tabellen: elementets plads, forekomst, længde og værdier"),
    severity: Severity = Severity.F2,
    requirements: tuple[str, ...] = (),
    example: str = "",
) -> RuleText:
    """Return the words of a check of the schema: each shows that the message is valid (SKE-01)."""
    return RuleText(
        id, "schema", severity, title, text, why, remedy, source,
        requirements=("SKE-01", *requirements), example=example,
    )


SCHEMA: tuple[RuleText, ...] = (
    _text(
        "MSG-SCH-001",
        N_("Elementerne står i standardens rækkefølge"),
        N_(
            "Hvert element står på sin plads og så mange gange, som standarden tillader, og intet nødvendigt mangler "
            "foran det."
        ),
        N_(
            "Modtageren læser i rækkefølge. Et element på den forkerte plads bliver ikke læst, eller hele beskeden "
            "afvises."
        ),
        N_("Ret rækkefølgen, tilføj det, der mangler foran, eller fjern det, der er for mange af."),
        example="wrong-order",
    ),
    _text(
        "MSG-SCH-002",
        N_("Intet nødvendigt element mangler"),
        N_("Hvert element, som standarden kræver, er der. Fundet nævner dem, der kunne stå, hvor noget mangler."),
        N_("Standarden kræver kun det, uden hvilket svaret ikke kan forstås: hvem, hvad, hvornår og fra hvem."),
        N_(
            "Tilføj det element, fundet nævner. Har systemet ikke oplysningen, så lad brugeren udfylde den, før "
            "svaret sendes."
        ),
        example="complete-name-missing",
    ),
    _text(
        "MSG-SCH-003",
        N_("Ingen værdi er længere, end standarden tillader"),
        N_("Hver værdi holder sig inden for det antal tegn, standarden giver den, for eksempel højst 12 for Value."),
        N_(
            "Modtageren har ikke plads til mere. Bliver værdien afkortet undervejs, kan 1234567890123 blive til et "
            "andet tal."
        ),
        N_("Stop en for lang værdi i systemet, inden den sendes. Afkort den ikke."),
        example="value-of-13-characters",
    ),
    _text(
        "MSG-SCH-004",
        N_("Ingen værdi er tom eller for kort"),
        N_("Et element, der er der, har mindst så mange tegn, som standarden kræver, oftest mindst ét."),
        N_("Et tomt felt kan læses som et svar uden værdi, hvor der i virkeligheden er noget, der ikke kom med."),
        N_("Udfyld elementet, eller udelad det, hvis standarden tillader det."),
        example="empty-value",
    ),
    _text(
        "MSG-SCH-005",
        N_("En værdi af fast længde har netop den længde"),
        N_("Værdier som EAN-nummer og CPR-nummer har præcis det antal tegn, standarden siger."),
        N_("Et tegn for meget eller for lidt gør nummeret til et andet eller til intet nummer."),
        N_("Ret værdien, og se efter mellemrum, bindestreger og manglende nuller foran."),
    ),
    _text(
        "MSG-SCH-006",
        N_("En værdi fra en liste står på listen"),
        N_("Hvor standarden har en liste af værdier, er værdien en af dem, bogstav for bogstav."),
        N_("Modtageren handler efter ordet. Et ord, den ikke kender, kan den ikke handle efter."),
        N_("Brug en værdi fra listen, skrevet præcis sådan; store og små bogstaver tæller."),
        example="unknown-code-type",
    ),
    _text(
        "MSG-SCH-007",
        N_("En værdi er skrevet efter standardens mønster"),
        N_(
            "Tidspunkter, numre og koder er skrevet, som standarden siger, for eksempel TT:MM. VersionCode er "
            "standardens egen."
        ),
        N_(
            "En værdi efter et andet mønster læses forkert eller slet ikke. En forkert version betyder, at resten "
            "kan betyde noget andet."
        ),
        N_(
            "Skriv værdien efter mønstret, uden mellemrum før eller efter. Er det versionen, så dan beskeden efter "
            "den rigtige version."
        ),
        requirements=("SKE-02",),
        example="wrong-version-code",
    ),
    _text(
        "MSG-SCH-008",
        N_("Et tal er inden for det tilladte"),
        N_("Et tal er hverken mindre eller større, end standarden tillader."),
        N_("Et tal uden for grænserne er en fejl i tællingen, og det, der peges på, findes ikke."),
        N_("Ret tallet, og find ud af, hvor systemet fik det fra."),
    ),
    _text(
        "MSG-SCH-009",
        N_("En værdi er af den rette type"),
        N_("En dato er en dato, der findes, et tal er et tal, og ja eller nej er true eller false."),
        N_("30. februar eller et bogstav i et tal siger, at noget andet end oplysningen er kommet med."),
        N_("Ret værdien. Dan datoer ud fra systemets kalender og ikke ud fra tekst."),
        example="impossible-date",
    ),
    _text(
        "MSG-SCH-010",
        N_("Elementerne har ingen fremmede attributter"),
        N_("Et element har ingen andre attributter end dem, standarden nævner; i svar er det stort set ingen."),
        N_("Det, der står i en ukendt attribut, bliver ikke læst af nogen. Er det vigtigt, går det tabt."),
        N_("Fjern attributten. Har den en oplysning, så find det element, standarden har til den."),
        example="unknown-attribute",
    ),
    _text(
        "MSG-SCH-011",
        N_("Der står ingen tekst mellem elementerne"),
        N_("Et element, der holder andre elementer, har kun mellemrum og linjeskift imellem dem."),
        N_("Løs tekst bliver ikke vist for nogen, og ofte er den rester af et element, der blev ødelagt."),
        N_("Fjern teksten, eller sæt den i det element, den hører til."),
        example="loose-text",
    ),
    _text(
        "MSG-SCH-012",
        N_("Et element, der holder tekst, har ingen elementer i sig"),
        N_(
            "En værdi, en enhed eller en kode er ren tekst. Formatering hører kun til i de tekster, hvor standarden "
            "nævner den."
        ),
        N_("`10<sup>9</sup>/L` bliver til 109/L hos den, der fjerner formateringen."),
        N_("Skriv værdien som ren tekst, for eksempel `10^9/L`."),
        example="markup-in-unit",
    ),
    _text(
        "MSG-SCH-013",
        N_("Elementerne bruger ikke xsi:nil eller xsi:type"),
        N_(
            "Et element uden indhold udelades; det sættes ikke til `xsi:nil`. Elementernes typer er standardens og "
            "ændres ikke med `xsi:type`."
        ),
        N_("Modtageren kan ikke se, om værdien mangler, er ukendt eller er nul."),
        N_("Fjern attributten, eller udelad elementet."),
        example="nil-element",
    ),
    _text(
        "MSG-SCH-014",
        N_("Formateret tekst bruger kun standardens markup"),
        N_("Beskeden følger skemaet, men har markup i en tekst, som standardens tabel ikke har på det sted."),
        N_("Det, modtageren ikke kender, bliver udeladt, og med det den tekst, der står i det."),
        N_("Fjern den markup, fundet nævner, eller brug standardens egne elementer til formatering."),
        source=N_("Tabellen: tekstens elementer til formatering"),
        requirements=("TXT-03",),
    ),
    _text(
        "MSG-SCH-015",
        N_("Attributter fra xsi står kun på Emessage"),
        N_("`xsi:schemaLocation` og de andre attributter fra xsi står på roden og ikke inde i brevet."),
        N_("De er tilladt, men siger intet til den, der læser brevet, og de kan gå tabt, når brevet sendes videre."),
        N_("Fjern attributterne inde i brevet."),
        severity=Severity.F4,
        source=N_("Tabellen: ingen af brevets elementer har attributter"),
    ),
    _text(
        "MSG-SCH-099",
        N_("Beskeden følger skemaet i alt andet"),
        N_(
            "Skemaet har fundet noget, som ingen af de øvrige regler har ord for. Fundet nævner elementet og "
            "skemaets betegnelse."
        ),
        N_("En besked, der ikke følger skemaet, kan afvises af enhver, der får den."),
        N_("Sammenlign elementet med standarden, og skriv til os, så fejlen får sin egen forklaring."),
    ),
)
