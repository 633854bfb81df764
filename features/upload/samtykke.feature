# language: da
Egenskab: Nægtet samtykke rejser med svaret
  Patienten kan sige nej til, at et svar deles. Databanken får svaret alligevel, men ingen får det vist.

  @TP-4.2.71
  Scenarie: Et svar med nægtet samtykke når LABA, men vises ikke
    Givet et svar på Nancy Ann Test Berggren med analysen NPU19748 og værdien "44"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så siger hvert brev i kuverten med ordet false, at patienten har nægtet samtykke
    Og ligger svaret i LABA med værdien "44" og enheden "mg/L"
    Og er svaret i LABA mærket med nægtet samtykke
    Og vises svaret ikke for borgeren
    Og vises svaret ikke for sundhedspersonen

  @TP-4.2.72
  Scenarie: Nægtet samtykke følger begge breve i samme kuvert
    Givet et svar på May June Test Moberg med analysen NPU19748 og værdien "81"
    Og analysen NPU18729 med værdien "Positiv"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT01, XRPT05"
    Og siger hvert brev i kuverten med ordet false, at patienten har nægtet samtykke
    Og er svaret i LABA mærket med nægtet samtykke
    Og er svaret i MiBa mærket med nægtet samtykke

  @TP-4.2.73
  Scenarie: Et svar uden angivelse af samtykke deles
    Givet et svar på Lonni Test Lauridsen med analysen NPU19748 og værdien "13"
    Og at der ikke er sagt noget om samtykke
    Når LPS'et sender svaret
    Så siger intet brev i kuverten, at patienten har nægtet samtykke
    Og holder LABA ét svar i disse versioner
      | version | sendt som | mærke |
      | 1       | svar      |       |
    Og ser borgeren "13" ved analysen NPU19748

  @TP-4.2.74
  Scenarie: Nægtet samtykke følger med, når svaret rettes
    Givet et svar på Kirsten Test Berggren med analysen NPU02319 og værdien "5,8"
    Og at rettelsen har analysen NPU02319 med værdien "8,5"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så siger hvert brev i kuverten med ordet false, at patienten har nægtet samtykke
    Når LPS'et retter svaret
    Så siger hvert brev i kuverten med ordet false, at patienten har nægtet samtykke
    Og holder LABA ét svar i disse versioner
      | version | sendt som | mærke                   |
      | 1       | svar      | nægtet samtykke         |
      | 2       | rettelse  | rettet, nægtet samtykke |
