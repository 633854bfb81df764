# language: da
Egenskab: Nægtet samtykke i beskeden
  Siger patienten nej til, at svaret deles, sendes det alligevel til databanken, men med det nægtede samtykke.

  @TP-4.2.11
  Scenarie: Nægtet samtykke er skrevet med ordet false
    Givet et svar på Nancy Ann Test Berggren med analysen NPU19748 og værdien "42"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så siger brevet med ordet false, at patienten har nægtet samtykke
    Og står der for analysen NPU19748
      | felt  | værdi |
      | Value | 42    |
