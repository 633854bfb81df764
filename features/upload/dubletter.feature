# language: da
Egenskab: Det samme svar gemmes kun én gang
  PLSP kender en besked igen på dens identifikatorer og svarer, som den gjorde første gang.

  @TP-4.2.59
  Scenarie: Den samme besked to gange gemmes én gang og får samme kvittering
    Givet et svar på Poul Hansen med analysen NPU22089 og værdien "6,1"
    Når LPS'et sender svaret
    Så giver PLSP kvitteringen XCTL03
    Når testlederen afleverer den samme besked til PLSP igen
    Så giver PLSP beskeden det samme nummer som første gang
    Og er kvitteringen stadig den samme, byte for byte
    Og har PLSP sendt brevet til LABA netop én gang
    Og har LABA 1 version af svaret

  @TP-4.2.83
  Scenarie: En genbrugt kuvertidentifikator med andet indhold afvises
    Givet et svar på Poul Hansen med analysen NPU02319 og værdien "8,6"
    Når LPS'et sender svaret
    Så ligger svaret i LABA
    Når testlederen afleverer en anden besked til PLSP i den samme kuvert, med værdien "6,8"
    Så afviser PLSP den med 409 og nævner kuvertens identifikator
    Og ligger svaret i LABA med værdien "8,6" og enheden "mmol/L"
    Og har LABA 1 version af svaret
