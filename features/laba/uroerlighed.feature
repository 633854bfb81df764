# language: da
Egenskab: Intet i LABA kan slettes eller overskrives
  Det, som er delt, bliver. Hvert forsøg på at ændre det afvises og kan ses bagefter.

  @TP-4.3.07
  Scenarie: LABA afviser at slette et svar
    Givet et svar på Else med analysen NPU19748 og værdien "34"
    Og LPS'et har sendt svaret
    Og at LABA holder svaret
    Når testlederen beder LABA om at slette svaret
    Så svarer LABA 405 til hver anmodning
    Og står hver anmodning i LABAs journal
    Og har LABA 1 version af svaret
    Og ligger svaret i LABA med værdien "34" og enheden "mg/L"

  @TP-4.3.08
  Scenarie: LABA afviser at overskrive et svar
    Givet et svar på Anders med analysen NPU22089 og værdien "5,1"
    Og LPS'et har sendt svaret
    Og at LABA holder svaret
    Når testlederen beder LABA om at overskrive svaret
    Så svarer LABA 405 til hver anmodning
    Og står hver anmodning i LABAs journal
    Og ligger svaret uændret i LABA, byte for byte
    Og er den nyeste værdi af NPU22089 i LABA "5,1"
