# language: da
Egenskab: Versioner i LABA
  Et svar, der rettes eller færdiggøres, bliver til en ny version af det samme svar. Den gamle version bliver, og den
  nyeste er den gældende.

  @TP-4.3.02
  Scenarie: Den rettede værdi er gældende, og den tidligere kan spores
    Givet et svar på Nancy Ann med analysen NPU02319 og værdien "9,9"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke  |
      | 1       | svar      |        |
      | 2       | rettelse  | rettet |
    Og har versionerne i LABA disse værdier af NPU02319
      | version | værdi |
      | 1       | 9,9   |
      | 2       | 7,9   |

  @TP-4.3.03
  Scenarie: To rettelser efter hinanden giver tre versioner
    Givet et svar på Bruno med analysen NPU19748 og værdien "11"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Og LPS'et retter svaret igen med "rettelse2"
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke  |
      | 1       | svar      |        |
      | 2       | rettelse  | rettet |
      | 3       | rettelse2 | rettet |
    Og har versionerne i LABA disse værdier af NPU19748
      | version | værdi |
      | 1       | 11    |
      | 2       | 111   |
      | 3       | 101   |
    Og står der i LABA for analysen NPU19748
      | felt  | værdi |
      | Value | 101   |
      | Unit  | mg/L  |

  @TP-4.3.04
  Scenarie: Delsvar og komplet svar er to versioner af samme svar
    Givet et svar på Lonni med analysen NPU02319 og værdien "8,1"
    Og LPS'et har sendt svaret
    Når LPS'et sender svaret "slutsvar"
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke |
      | 1       | svar      |       |
      | 2       | slutsvar  |       |
    Og står der i version 1 i LABA
      | felt                                                        | værdi    |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | del_svar |
    Og står der i version 1 i LABA for analysen NPU19748
      | felt             | værdi           |
      | ResultStatusCode | proeve_modtaget |
      | Value            | *****           |
    Og står der i version 2 i LABA
      | felt                                                        | værdi        |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | komplet_svar |
    Og står der i version 2 i LABA for analysen NPU19748
      | felt             | værdi         |
      | ResultStatusCode | svar_endeligt |
      | Value            | 26            |
      | Unit             | mg/L          |
    Og står der i version 2 i LABA for analysen NPU02319
      | felt  | værdi |
      | Value | 8,1   |

  @TP-4.3.05
  Scenarie: Nægtet samtykke er mærket i LABA
    Givet et svar på Kirsten med analysen NPU19748 og værdien "53"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så holder LABA ét svar i disse versioner
      | version | sendt som | mærke           |
      | 1       | svar      | nægtet samtykke |
    Og står der i LABA for analysen NPU19748
      | felt  | værdi |
      | Value | 53    |
      | Unit  | mg/L  |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.06
  Scenarie: Samme brev to gange fra PLSP holdes én gang
    Givet et svar på Poul med analysen NPU02319 og værdien "9,2"
    Og at PLSP afleverer næste brev to gange
    Når LPS'et sender svaret
    Så viser LABAs journal, at brevet kom 2 gange
    Og har LABA 1 version af svaret
    Og ligger svaret i LABA med værdien "9,2" og enheden "mmol/L"
