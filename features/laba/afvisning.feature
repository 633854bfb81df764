# language: da
Egenskab: LABA tager kun imod det, som er LABAs
  Et brev af en anden standard eller en forkert version afvises med en begrundelse og bliver ikke gemt.

  @TP-4.3.17
  Scenarie: LABA afviser et brev i XRPT05
    Givet et svar på Poul med analysen NPU18729 og værdien "Negativ"
    Og LPS'et har sendt svaret
    Når testlederen afleverer den samme besked direkte til LABA
    Så afviser LABA beskeden og nævner "XRPT05"
    Og ligger svaret ikke i LABA
    Og har MiBa 1 version af svaret

  @TP-4.3.18
  Scenarie: LABA afviser en forkert versionskode
    Givet et svar på Bruno med analysen NPU19748 og værdien "35"
    Og LPS'et har sendt svaret
    Når testlederen afleverer beskeden direkte til LABA med nye identifikatorer og
      | felt               | værdi   |
      | Letter/VersionCode | XR0130F |
    Så afviser LABA beskeden og nævner "XR0130F"
    Og holder LABA ét svar i disse versioner
      | version | sendt som | mærke |
      | 1       | svar      |       |
    Og er den nyeste værdi af NPU19748 i LABA "35"
