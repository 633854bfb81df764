# language: da
Egenskab: Oversættelse af klinikkens egne koder
  Det er ikke afgjort, om PLSP oversætter lokale koder, eller om LPS'et selv skal sende de nationale. PLSP kan begge dele.

  @TP-4.2.80
  Scenarie: Med oversættelsen slået til får en lokal kode sin nationale kode
    Givet et svar på Ruddi Test Berggren med analysen PNTCRP og værdien "47"
    Og at PLSP oversætter lokale koder
    Når LPS'et sender svaret
    Så står der for analysen PNTCRP
      | felt                             | værdi |
      | Analysis/AnalysisCodeType        | lokal |
      | Analysis/AnalysisCodeResponsible | PNT   |
    Og har LABA PNTCRP oversat til NPU19748 med typen iupac og ejeren SST
    Og er alt andet end analysens kode i LABA det, som LPS'et sendte
    Og er den nyeste værdi af NPU19748 i LABA "47"
    Og er prøvens tre numre i LABA dem, som testværktøjet oplyste

  @TP-4.2.81
  Scenarie: Med oversættelsen slået fra afvises en lokal kode uden rute
    Givet et svar på Ruddi Test Berggren med analysen PNTCRP og værdien "48"
    Og at PLSP ikke oversætter koder
    Når LPS'et sender svaret
    Så afviser PLSP svaret og nævner "PNTCRP"
    Og giver PLSP kvitteringen XCTL02
    Og ligger svaret ikke i LABA
