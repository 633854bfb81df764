# language: da
Egenskab: PLSP afviser det, den ikke kan bruge, og siger hvorfor
  En forkert besked må aldrig blive til et svar, og afsenderen skal kunne læse, hvad der var galt.

  @TP-4.2.84
  Scenarie: En forkert versionskode afvises
    Givet et svar på Else Test Lauridsen med analysen NPU02319 og værdien "7,2"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt               | værdi   |
      | Letter/VersionCode | XR0131K |
    Og er brevet XRPT01 sendt videre til LABA og taget imod
    Når testlederen afleverer beskeden til PLSP med nye identifikatorer og VersionCode XR0130F
    Så afviser PLSP den med 422 og nævner "XR0130F"
    Og har LABA 1 version af svaret

  @TP-4.2.85
  Scenarie: En besked i et ældre navnerum afvises med en forklaring
    Givet et svar på Else Test Lauridsen med analysen NPU02319 og værdien "7,3"
    Når LPS'et sender svaret
    Så står alle elementer i navnerummet "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
    Og er brevet XRPT01 sendt videre til LABA og taget imod
    Når testlederen afleverer beskeden til PLSP med nye identifikatorer i navnerummet "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2007/02/01/"
    Så afviser PLSP den med 422 og nævner "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2007/02/01/"
    Og har LABA 1 version af svaret

  @TP-4.2.86
  Scenarie: En ødelagt besked afvises og bliver ikke til et svar
    Givet et svar på Else Test Lauridsen med analysen NPU02319 og værdien "7,4"
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "7,4" og enheden "mmol/L"
    Når testlederen afleverer den første halvdel af beskeden til PLSP
    Så afviser PLSP den med 400 og nævner "velformet"
    Og har LABA 1 version af svaret
