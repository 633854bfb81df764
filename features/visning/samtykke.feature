# language: da
Egenskab: Nægtet samtykke skjuler svaret
  Databanken har svaret, men ingen får det vist, hverken det eller spor af det.

  @TP-4.5.07
  Scenarie: Nægtet samtykke vises hverken for borger eller sundhedsperson
    Givet et svar på Nancy Ann med analysen NPU19748 og værdien "45"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "45" og enheden "mg/L"
    Og er svaret i LABA mærket med nægtet samtykke
    Og ser borgeren og sundhedspersonen intet af prøven
    Og ser borgeren i MinLæge intet af prøven
    Og ser borgeren i MinSundhed intet af prøven

  @TP-4.5.08
  Scenarie: Nægtet samtykke til et mikrobiologisk svar vises heller ikke
    Givet et svar på Kirsten med analysen NPU18729 og værdien "Positiv"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så holder MiBa ét svar i disse versioner
      | version | sendt som | mærke           |
      | 1       | svar      | nægtet samtykke |
    Og ser borgeren og sundhedspersonen intet af prøven

  @TP-4.5.09
  Scenarie: Samtykke, der nægtes senere, skjuler også det, der var vist
    Givet et svar på May June med analysen NPU19748 og værdien "62"
    Og LPS'et har sendt svaret
    Og at siderne for borgeren og sundhedspersonen viser NPU19748 som "62" og "mg/L"
    Når LPS'et retter svaret
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke                   |
      | 1       | svar      |                         |
      | 2       | rettelse  | rettet, nægtet samtykke |
    Og ser borgeren og sundhedspersonen intet af prøven

  @TP-4.5.10
  Scenarie: Et nægtet svar bliver ved med at være skjult, når det rettes
    Givet et svar på Anders med analysen NPU02319 og værdien "6,6"
    Og at patienten har nægtet samtykke til deling
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke                   |
      | 1       | svar      | nægtet samtykke         |
      | 2       | rettelse  | rettet, nægtet samtykke |
    Og ser borgeren og sundhedspersonen intet af prøven
