# language: da
Egenskab: Intet i MiBa kan slettes eller overskrives
  Det, som er delt, bliver. Hvert forsøg på at ændre det afvises og kan ses bagefter.

  @TP-4.4.06
  Scenarie: MiBa afviser at slette et svar
    Givet et svar på Lonni med analysen NPU18729 og værdien "Positiv"
    Og LPS'et har sendt svaret
    Og at MiBa holder svaret
    Når testlederen beder MiBa om at slette svaret
    Så svarer MiBa 405 til hver anmodning
    Og står hver anmodning i MiBas journal
    Og har MiBa 1 version af svaret
    Og er den nyeste værdi af NPU18729 i MiBa "Positiv"

  @TP-4.4.07
  Scenarie: MiBa afviser at overskrive et svar
    Givet et svar på Kirsten med analysen NPU18729 og værdien "Negativ"
    Og LPS'et har sendt svaret
    Og at MiBa holder svaret
    Når testlederen beder MiBa om at overskrive svaret
    Så svarer MiBa 405 til hver anmodning
    Og står hver anmodning i MiBas journal
    Og ligger svaret uændret i MiBa, byte for byte
    Og er den nyeste værdi af NPU18729 i MiBa "Negativ"
