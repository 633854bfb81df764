# language: da
Egenskab: En rettelse når databanken og er den gældende
  Et svar kan rettes, og rettelsen følger svaret. Den tidligere version bliver liggende, men vises ikke.

  @TP-4.2.69
  Scenarie: En rettelse videresendes til databanken
    Givet et svar på Anders Test Jensen med analysen NPU19748 og værdien "250"
    Og at rettelsen har analysen NPU19748 med værdien "25"
    Og at PLSP's journal følges fra nu af
    Når LPS'et sender svaret
    Og LPS'et retter svaret
    Så har PLSP ikke fået nogen anmodning om at slette
    Og holder LABA ét svar i disse versioner
      | version | sendt som | mærke  |
      | 1       | svar      |        |
      | 2       | rettelse  | rettet |
    Og har versionerne i LABA disse værdier af NPU19748
      | version | værdi |
      | 1       | 250   |
      | 2       | 25    |
    Og ligger svaret i LABA med værdien "25" og enheden "mg/L"

  @TP-4.2.70
  Scenarie: En rettelse, der kommer før sit svar, er stadig den gældende
    Givet at LPS'et har hentet de kvitteringer, der ligger klar
    Og et svar på Schwendlund Test Mosebryggersen med analysen NPU02319 og værdien "4,9"
    Og at rettelsen har analysen NPU02319 med værdien "9,4"
    Og at PLSP svarer med en intern fejl én gang
    Når LPS'et sender svaret
    Så viser udbakken, at svaret er ventende
    Når LPS'et retter svaret
    Så har LABA 1 version af svaret
    Og ligger svaret i LABA med værdien "9,4" og enheden "mmol/L"
    Når der går 35 minutter
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke  |
      | 1       | svar      |        |
      | 2       | rettelse  | rettet |
    Og har versionerne i LABA disse værdier af NPU02319
      | version | værdi |
      | 1       | 4,9   |
      | 2       | 9,4   |
    Og ser borgeren "9,4" ved analysen NPU02319
    Og ser sundhedspersonen "9,4" ved analysen NPU02319
    Og ser borgeren og sundhedspersonen ikke værdien "4,9" ved prøven
