# language: da
Egenskab: Kvitteringen siger, hvad der blev af svaret
  En positiv kvittering kommer kun, når kuverten beder om den. En afvisning når brugeren med sin årsag.

  @TP-4.2.55
  Scenarie: En positiv kvittering peger på kuverten og brevet
    Givet et svar på Lonni Test Lauridsen med analysen NPU02319 og værdien "8,3"
    Og at der bedes om positiv kvittering
    Når LPS'et sender svaret
    Så har kuverten AcknowledgementCode "pluspositivkvitt"
    Og står der i brevet
      | felt               | værdi   |
      | Letter/VersionCode | XR0131K |
    Og giver PLSP kvitteringen XCTL03
    Og har kvitteringen versionskoden XC0330Q
    Og peger kvitteringen på kuverten og hvert af dens breve
    Og er afsender og modtager byttet om i kvitteringen
    Og beder kvitteringen ikke selv om kvittering
    Og viser udbakken, at svaret er modtaget

  @TP-4.2.56
  Scenarie: Uden at være bedt om den kommer der ingen positiv kvittering
    Givet et svar på Lonni Test Lauridsen med analysen NPU02319 og værdien "8,5"
    Og at der ikke bedes om positiv kvittering
    Og at PLSP's journal følges fra nu af
    Når LPS'et sender svaret
    Så har kuverten AcknowledgementCode "minuspositivkvitt"
    Og ligger svaret i LABA med værdien "8,5" og enheden "mmol/L"
    Og giver PLSP ingen kvittering
    Når der går 120 minutter
    Så har LPS'et ikke sendt svaret igen
    Og giver PLSP ingen kvittering

  @TP-4.2.57
  Scenarie: En afvisning fra LABA når brugeren med sin årsag
    Givet et svar på Schwendlund Test Mosebryggersen med analysen NPU19748 og værdien "58"
    Og at LABA afviser svar med teksten "Rekvirenten er ukendt i LABA"
    Når LPS'et sender svaret
    Så står brevet XRPT01 som afvist hos PLSP
    Og giver PLSP kvitteringen XCTL02
    Og har kvitteringen versionskoden XC0230Q
    Og afviser kvitteringen kun brevet XRPT01 med teksten "Rekvirenten er ukendt i LABA"
    Og viser udbakken, at svaret er afvist
    Og viser udbakken "Rekvirenten er ukendt i LABA"
    Og ligger svaret ikke i LABA

  @TP-4.2.58
  Scenarie: Afvises ét af to breve, kommer der kun en negativ kvittering
    Givet et svar på Else Test Lauridsen med analysen NPU19748 og værdien "14"
    Og analysen NPU18729 med værdien "Negativ"
    Og at MiBa afviser svar med teksten "Koden er ukendt i MiBa"
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "14" og enheden "mg/L"
    Og er brevet XRPT01 sendt videre til LABA og taget imod
    Og står brevet XRPT05 som afvist hos PLSP
    Og giver PLSP kvitteringen XCTL02
    Og afviser kvitteringen kun brevet XRPT05 med teksten "Koden er ukendt i MiBa"
    Og viser udbakken, at svaret er afvist
    Og viser udbakken "Koden er ukendt i MiBa"
    Og har kuverten kun fået negativ kvittering
