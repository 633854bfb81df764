"""What people read of the checks that are no rules on views: reading, identifying, the schema, the persons.

The checks themselves stand in `reading`, `identify`, `schema_texts`, `pipeline` and `persons`.
"""

from labcert.domain.language import N_
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import RuleText
from labcert.validation.rules.schema_basics import SCHEMA

__all__ = ["BASICS"]

READING: tuple[RuleText, ...] = (
    RuleText(
        "MSG-SIZE-001", "wellformed", Severity.F1,
        N_("Beskeden er ikke for stor til at blive læst"),
        N_("En besked fylder højst 10 MB (10.485.760 byte). En større bliver ikke læst."),
        N_(
            "Et svar fylder nogle få tusind tegn. En fil på mange MB er næsten altid noget andet, og mens den læses, "
            "venter alle andres svar."
        ),
        N_("Kontrollér, at det er den rigtige fil. Er den det, så del svarene i flere beskeder."),
        N_("Besluttet i projektet: standarden har ingen grænse for hele beskeden; denne beskytter modtageren"),
    ),
    RuleText(
        "MSG-XML-001", "wellformed", Severity.F1,
        N_("Det modtagne er XML"),
        N_(
            "Indholdet begynder med `<`. En tom fil, JSON, EDIFACT eller XML med tekst eller omslag foran er ikke en "
            "besked."
        ),
        N_(
            "Modtageren kan hverken se, hvem svaret handler om, eller hvem der skal have at vide, at det ikke kom "
            "frem."
        ),
        N_("Send beskeden som XML uden noget foran. Er filen tom, så find ud af, hvorfor den ikke blev skrevet."),
        N_("Tabellen: Emessage er et XML-dokument"),
        requirements=("SKE-06",),
        example="not-xml",
    ),
    RuleText(
        "MSG-XML-002", "wellformed", Severity.F1,
        N_("Beskeden er velformet XML"),
        N_(
            "Hvert element, der begynder, slutter igen; `&` og `<` i tekst skrives `&amp;` og `&lt;`; og intet "
            "følger efter roden."
        ),
        N_(
            "En halv besked må aldrig blive til et halvt svar. Det, der mangler, kan være netop det resultat, lægen "
            "venter på."
        ),
        N_("Ret beskeden på den linje, fundet nævner. Er den afkortet undervejs, så send den igen, hel."),
        N_("Tabellen: Emessage er et XML-dokument; XML 1.0 siger, hvornår det er velformet"),
        requirements=("SKE-06",),
        example="truncated",
    ),
    RuleText(
        "MSG-XML-003", "wellformed", Severity.F1,
        N_("Beskeden har ingen DOCTYPE"),
        N_("En besked har ingen `<!DOCTYPE …>` og ingen egne entiteter."),
        N_(
            "En DOCTYPE kan få modtageren til at hente filer fra sin egen maskine eller til at folde få linjer ud, "
            "til den går i stå."
        ),
        N_("Fjern DOCTYPE-linjen. Skriv tegn, som de er, eller som tegnreferencer (`&#230;`)."),
        N_("Besluttet i projektet: standarden har ingen DOCTYPE, og den er en kendt vej til angreb"),
        requirements=("SKE-06",),
        example="doctype",
    ),
    RuleText(
        "MSG-XML-004", "wellformed", Severity.F1,
        N_("Beskeden har ikke mere af noget, end et svar kan have"),
        N_(
            "Højst 64 niveauer, 150.000 elementer, 2.000 elementer i ét element, 1.000 breve, 64 erklæringer af "
            "navnerum, 16 attributter på et element og 10.000 i alt."
        ),
        N_(
            "Et svar bruger langt færre. Mere er en anden slags fil eller et forsøg på at sætte modtageren ud af drift."
        ),
        N_("Kontrollér, at det er den rigtige fil, og at den er dannet af svarsystemet."),
        N_("Besluttet i projektet: rigelige grænser, der beskytter modtageren"),
        requirements=("SKE-06",),
        example="too-deep",
    ),
    RuleText(
        "MSG-ENC-001", "wellformed", Severity.F1,
        N_("Beskedens byte passer med det tegnsæt, den erklærer"),
        N_("Beskeden er gemt i det tegnsæt, som XML-erklæringen nævner, eller i UTF-8, når den intet nævner."),
        N_("Modtageren kan ikke læse beskeden, eller læser navne og enheder (µ) forkert."),
        N_('Skriv det tegnsæt i XML-erklæringen, som beskeden gemmes i, for eksempel `encoding="UTF-8"`.'),
        N_("Faktum: beskeder ses i UTF-8, ISO-8859-1 og windows-1252; XML 1.0 kræver, at erklæringen er sand"),
        requirements=("SKE-03",),
        example="wrong-declared-encoding",
    ),
    RuleText(
        "MSG-ENC-004", "wellformed", Severity.F1,
        N_("Tegnsættet er et, der kan læses sikkert"),
        N_(
            "Beskeden er i UTF-8, UTF-16, et af ISO-8859-tegnsættene eller en Windows-tegnside. UTF-7, EBCDIC og "
            "andre læses ikke."
        ),
        N_(
            "I de andre tegnsæt ser `<` anderledes ud, så noget farligt kan gemme sig for den, der ser på beskedens "
            "byte."
        ),
        N_("Skriv beskeden i UTF-8, og erklær det."),
        N_("Besluttet i projektet: kun tegnsæt, hvor markup kan ses i beskedens byte, læses"),
        requirements=("SKE-03",),
    ),
)

IDENTIFYING: tuple[RuleText, ...] = (
    RuleText(
        "MSG-ENC-002", "identify", Severity.F2,
        N_("En besked, der er skrevet i UTF-8, erklærer UTF-8"),
        N_("Erklærer beskeden et tegnsæt med én byte pr. tegn, så er dens æ, ø og å heller ikke skrevet med to."),
        N_("Beskeden kan læses, men æ, ø, å og µ bliver til to forkerte tegn, i patientens navn såvel som i enheden."),
        N_('Skriv `encoding="UTF-8"` i XML-erklæringen, eller gem beskeden i det tegnsæt, den erklærer.'),
        N_("Faktum: beskeder ses i UTF-8, ISO-8859-1 og windows-1252, og de forveksles"),
        requirements=("SKE-03", "TXT-04"),
        example="utf-8-declared-as-latin-1",
    ),
    RuleText(
        "MSG-ENC-003", "identify", Severity.F4,
        N_("Tegnsættet er et af dem, der bruges til svar"),
        N_("Beskeden er i UTF-8, ISO-8859-1 eller windows-1252."),
        N_("Et andet tegnsæt kan læses her, men måske ikke hos den næste, der får beskeden."),
        N_("Brug UTF-8."),
        N_("Faktum: beskeder ses i UTF-8, ISO-8859-1 og windows-1252"),
        requirements=("SKE-03",),
    ),
    RuleText(
        "MSG-ID-001", "identify", Severity.F1,
        N_("Beskeden er en Emessage"),
        N_("Rodelementet hedder Emessage."),
        N_("Det er XML, men ikke et svar: det kan hverken efterprøves, sendes videre eller kvitteres for."),
        N_("Send svaret som en MedCom-Emessage med kuvert og brev."),
        N_("Tabellen: rodelementet er Emessage"),
        requirements=("SKE-01",),
        example="foreign-xml",
    ),
    RuleText(
        "MSG-ID-002", "identify", Severity.F1,
        N_("Beskeden er i den udgave af standarden, der gælder"),
        N_(
            "Svar står i navnerummet `…/schemas/2014/10/08/` og kvitteringer i `…/schemas/2005/08/07/`. MedComs "
            "øvrige navnerum er andre udgaver."
        ),
        N_("Ældre udgaver har andre elementer. Læst som den nye ville svaret mangle noget eller betyde noget andet."),
        N_("Dan beskeden efter den gældende udgave. Et skift af navnerum er ikke nok: elementerne er andre."),
        N_("Faktum: beskeder i navnerum fra 2007 og 2011 er en kendt fejl, der skal forklares for sig"),
        requirements=("SKE-05",),
        example="older-namespace",
    ),
    RuleText(
        "MSG-ID-003", "identify", Severity.F1,
        N_("Emessage står i MedComs navnerum"),
        N_("Rodens `xmlns` er MedComs, tegn for tegn, med skråstreg til sidst."),
        N_("Navnerummet siger, hvad elementerne betyder. Uden det er beskeden ikke MedComs, selv om ordene ligner."),
        N_("Ret rodens `xmlns`. Kopiér navnerummet fra standarden frem for at skrive det."),
        N_("Tabellen: navnerummet for Emessage"),
        requirements=("SKE-01",),
        example="foreign-namespace",
    ),
    RuleText(
        "MSG-ID-004", "identify", Severity.F1,
        N_("Hvert brev findes i standarden"),
        N_(
            "Et brev i kuverten er LaboratoryReport, MicrobiologyWebReport eller et af navnerummets andre breve, "
            "skrevet med standardens navn."
        ),
        N_("Et brev, ingen kender, bliver ikke læst af nogen. Er navnet stavet forkert, går svaret tabt."),
        N_("Ret brevets navn; store og små bogstaver tæller. Hører brevet ikke til her, så fjern det."),
        N_("Tabellen: brevene under Emessage"),
        requirements=("SKE-01",),
        example="misspelt-letter",
    ),
    RuleText(
        "MSG-ID-005", "identify", Severity.F4,
        N_("Brevene er de svar, der deles"),
        N_(
            "Brevene er LaboratoryReport (XRPT01) og MicrobiologyWebReport (XRPT05). Et andet af standardens breve "
            "er ikke efterprøvet, og har kuverten kun den slags, er intet i den efterprøvet."
        ),
        N_("Databankerne tager kun imod de to. En kuvert uden et af dem har intet svar til dem."),
        N_("Send andre breve for sig, til dem, der skal have dem."),
        N_("Faktum: XRPT01 går til LABA og XRPT05 til MiBa; navnerummet har flere breve"),
        requirements=("RUT-01", "RUT-02"),
        example="only-another-letter",
    ),
)

PERSONS: tuple[RuleText, ...] = (
    RuleText(
        "MSG-CPR-001", "business", Severity.F1,
        N_("Patienten er en af de nationale testpersoner"),
        N_("CivilRegistrationNumber og AlternativeIdentifier er et nummer fra listen over nationale testpersoner."),
        N_(
            "Et andet nummer kan være en rigtig borgers. Rigtige helbredsoplysninger må ikke ligge i et testsystem, "
            "og et opdigtet svar må aldrig nå en rigtig borgers journal."
        ),
        N_("Brug en national testperson. Er det en rigtig borgers nummer, så slet beskeden alle steder, den er gemt."),
        N_("Faktum: kun de nationale testpersoner må forekomme i testdata"),
        requirements=("PAT-04",),
    ),
    RuleText(
        "MSG-CPR-002", "business", Severity.F1,
        N_("Ingen tekst nævner et fremmed CPR-nummer"),
        N_(
            "Kommentarer, beskrivelser, navne og andre tekster har intet nummer, der kan være et CPR-nummer, ud over "
            "testpersonernes."
        ),
        N_("Et nummer i en kommentar afslører en borger lige så meget som et i sit felt, og det bliver let overset."),
        N_("Fjern nummeret fra teksten. Er det en rigtig borgers, så slet beskeden alle steder, den er gemt."),
        N_("Faktum: kun de nationale testpersoner må forekomme i testdata"),
        requirements=("PAT-04",),
    ),
)

TOLD: tuple[RuleText, ...] = (
    RuleText(
        "MSG-MORE-001", "business", Severity.F4,
        N_("Alle fund er vist"),
        N_(
            "Et lag viser højst 200 fund om en besked, de alvorlige først. Er der flere, siger dette fund det, i "
            "hvert lag for sig."
        ),
        N_("Ellers kunne nogen tro, at beskeden er i orden, når det viste er rettet."),
        N_("Ret det, der er vist, og efterprøv beskeden igen."),
        N_("Besluttet i projektet: flere fund kan ingen læse, og de har som regel samme årsag"),
    ),
)

BASICS: tuple[RuleText, ...] = (*READING, *IDENTIFYING, *SCHEMA, *PERSONS, *TOLD)
