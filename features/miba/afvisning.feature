# language: da
Egenskab: MiBa tager kun imod det, som er MiBas
  Et brev af en anden standard eller en forkert version afvises med en begrundelse og bliver ikke gemt.

  @TP-4.4.16
  Scenarie: MiBa afviser et brev i XRPT01
    Givet et svar på Lonni med analysen NPU19748 og værdien "15"
    Og LPS'et har sendt svaret
    Når testlederen afleverer den samme besked direkte til MiBa
    Så afviser MiBa beskeden og nævner "XRPT01"
    Og ligger svaret ikke i MiBa
    Og har LABA 1 version af svaret

  @TP-4.4.17
  Scenarie: MiBa afviser en forkert versionskode
    Givet et svar på Bruno med analysen NPU18729 og værdien "Negativ"
    Og LPS'et har sendt svaret
    Når testlederen afleverer beskeden direkte til MiBa med nye identifikatorer og
      | felt               | værdi   |
      | Letter/VersionCode | XR0131K |
    Så afviser MiBa beskeden og nævner "XR0131K"
    Og holder MiBa ét svar i disse versioner
      | version | sendt som | mærke |
      | 1       | svar      |       |
    Og er den nyeste værdi af NPU18729 i MiBa "Negativ"
