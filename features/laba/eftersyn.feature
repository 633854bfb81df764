# language: da
Egenskab: Team RN læser svaret i LABA
  Et menneske slår patienten op og ser det samme, som lægehuset sendte.

  @TP-4.3.01
  Scenarie: Team RN genfinder svaret i LABA
    Givet et svar på John Christian med analysen NPU22089 og værdien "13,9"
    Når LPS'et sender svaret
    Og sundhedspersonens side i Sundhedsjournalen gemmes som bevis
    Så afventer trinnet, at Team RN bekræfter det viste
