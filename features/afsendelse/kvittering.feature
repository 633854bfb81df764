# language: da
Egenskab: Kvitteringen vises for brugeren
  Lægen skal kunne se, om et svar er taget imod eller afvist, og hvorfor. Det bekræfter en person ved at se på skærmbilledet.

  @TP-4.2.01
  Scenarie: En positiv kvittering står ved svaret i udbakken
    Givet et svar på Kirsten Test Berggren med analysen NPU19748 og værdien "31"
    Når LPS'et sender svaret
    Så giver PLSP kvitteringen XCTL03
    Når udbakken gemmes som bevis
    Så afventer trinnet, at LPS og PLSP bekræfter det viste

  @TP-4.2.02
  Scenarie: En negativ kvittering står ved svaret i udbakken med sin årsag
    Givet et svar på Ruddi Test Berggren med analysen PNTKAL og værdien "4,1"
    Når LPS'et sender svaret
    Så giver PLSP kvitteringen XCTL02
    Når udbakken gemmes som bevis
    Så afventer trinnet, at LPS og PLSP bekræfter det viste
