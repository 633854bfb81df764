# language: da
Egenskab: Et delt svar kan ikke slettes
  Det, et LPS har delt, kan rettes, men aldrig tages tilbage.

  @TP-4.2.75
  Scenarie: Brugeren kan ikke slette et delt svar
    Givet et svar på Poul Hansen med analysen NPU19748 og værdien "29"
    Og at PLSP's journal følges fra nu af
    Når LPS'et sender svaret
    Og brugeren forsøger at slette svaret i LPS'et
    Så afviser LPS'et at slette og nævner "slet"
    Og har PLSP ikke fået nogen anmodning om at slette
    Og har LABA ikke fået nogen anmodning om at slette svaret
    Og ligger svaret i LABA med værdien "29" og enheden "mg/L"
