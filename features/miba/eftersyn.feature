# language: da
Egenskab: MiBa læser svaret i databanken
  Et menneske slår patienten op og ser det samme, som lægehuset sendte.

  @TP-4.4.01
  Scenarie: MiBa genfinder svaret i databanken
    Givet trinnets svar
    Når LPS'et sender svaret
    Og sundhedspersonens side i Sundhedsjournalen gemmes som bevis
    Så afventer trinnet, at MiBa bekræfter det viste
