# language: da
Egenskab: Intet går tabt, og intet bliver dobbelt
  Svigter noget på vejen, sender LPS'et igen af sig selv: efter 30 minutter, højst to gange, i en ny kuvert med samme brev.

  Baggrund:
    Givet at LPS'et har hentet de kvitteringer, der ligger klar

  @TP-4.2.60
  Scenarie: PLSP er nede, og LPS'et sender igen af sig selv
    Givet et svar på Anders Test Jensen med analysen NPU19748 og værdien "95"
    Og at PLSP er nede
    Når LPS'et sender svaret
    Så viser udbakken, at svaret er ventende
    Når PLSP er oppe igen
    Og der går 35 minutter
    Så har LPS'et sendt svaret igen af sig selv
    Og ligger svaret i LABA med værdien "95" og enheden "mg/L"
    Og har LABA 1 version af svaret
    Og viser udbakken, at svaret er modtaget

  @TP-4.2.61
  Scenarie: Forbindelsen brydes, og svaret går ikke tabt
    Givet et svar på John Christian Meyerhofen med analysen NPU02319 og værdien "9,0"
    Og at forbindelsen til PLSP brydes under næste afsendelse
    Når LPS'et sender svaret
    Så viser udbakken, at svaret er ventende
    Når der går 35 minutter
    Så har LPS'et sendt svaret igen af sig selv
    Og ligger svaret i LABA med værdien "9,0" og enheden "mmol/L"
    Og har LABA 1 version af svaret

  @TP-4.2.62
  Scenarie: PLSP svarer med en fejl, og svaret går ikke tabt
    Givet et svar på Odd Haugen Test Mosebryggersen med analysen NPU01685 og værdien "3,1"
    Og at PLSP svarer med en intern fejl én gang
    Når LPS'et sender svaret
    Så viser udbakken, at svaret er ventende
    Når der går 35 minutter
    Så har LPS'et sendt svaret igen af sig selv
    Og er den nyeste værdi af NPU01685 i LABA "3,1"
    Og har LABA 1 version af svaret

  @TP-4.2.63
  Scenarie: LPS'et giver op efter to genafsendelser og siger det til brugeren
    Givet et svar på Ruddi Test Berggren med analysen NPU22089 og værdien "7,4"
    Og at PLSP's journal følges fra nu af
    Og at PLSP er nede
    Når LPS'et sender svaret
    Og der går 120 minutter
    Så har LPS'et forsøgt at aflevere svaret 3 gange i alt
    Og viser udbakken, at svaret er opgivet
    Og siger udbakken, hvad brugeren skal gøre
    Og ligger svaret ikke i LABA

  @TP-4.2.64
  Scenarie: En genafsendelse har ny kuvert og samme brev
    Givet et svar på May June Test Moberg med analysen NPU19748 og værdien "22"
    Og at PLSP's journal følges fra nu af
    Og at svaret fra PLSP går tabt én gang
    Når LPS'et sender svaret
    Og der går 35 minutter
    Så har LPS'et sendt svaret igen af sig selv
    Og har LPS'et sendt svaret igen i en ny kuvert med samme brev

  @TP-4.2.88
  Scenarie: Der sendes ikke igen, før der er gået 30 minutter
    Givet et svar på Poul Hansen med analysen NPU22089 og værdien "6,6"
    Og at PLSP's journal følges fra nu af
    Og at svaret fra PLSP går tabt én gang
    Når LPS'et sender svaret
    Og der går 25 minutter
    Så har LPS'et ikke sendt svaret igen
    Når der går 10 minutter
    Så har LPS'et sendt svaret igen af sig selv

  @TP-4.2.65
  Scenarie: En tabt kvittering giver ikke et dobbelt svar
    Givet et svar på Nancy Ann Test Berggren med analysen NPU02319 og værdien "7,5"
    Og at svaret fra PLSP går tabt én gang
    Når LPS'et sender svaret
    Og der går 35 minutter
    Så har LPS'et sendt svaret igen af sig selv
    Og har PLSP sendt brevet til LABA netop én gang
    Og har LABA 1 version af svaret
    Og giver PLSP kvitteringen XCTL03
    Og peger kvitteringen på den første kuvert og hvert af dens breve
    Og viser udbakken, at svaret er modtaget

  @TP-4.2.66
  Scenarie: LABA er nede, og PLSP sender videre, når den er oppe
    Givet et svar på Kirsten Test Berggren med analysen NPU19748 og værdien "37"
    Og at PLSP's journal følges fra nu af
    Og at LABA er nede
    Når LPS'et sender svaret
    Så står brevet XRPT01 som ventende hos PLSP
    Og er der endnu ingen kvittering
    Når LABA er oppe igen
    Så ligger svaret i LABA med værdien "37" og enheden "mg/L"
    Og har LABA 1 version af svaret
    Og giver PLSP kvitteringen XCTL03
    Og har LPS'et ikke sendt svaret igen

  @TP-4.2.67
  Scenarie: MiBa er nede, og LABA får sit brev imens
    Givet et svar på Bruno Test Elmer med analysen NPU19748 og værdien "63"
    Og analysen NPU18729 med værdien "Negativ"
    Og at MiBa er nede
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "63" og enheden "mg/L"
    Og står brevet XRPT05 som ventende hos PLSP
    Og er der endnu ingen kvittering
    Når MiBa er oppe igen
    Så står der i MiBa for analysen NPU18729
      | felt                                                 | værdi   |
      | QuantitativeFindings/AnalysisFindings/Findings/Value | Negativ |
    Og giver PLSP kvitteringen XCTL03

  @TP-4.2.68
  Scenarie: En tabt kvittering mellem LABA og PLSP giver ikke et dobbelt svar
    Givet et svar på Else Test Lauridsen med analysen NPU03404 og værdien "28"
    Og at svaret fra LABA går tabt én gang
    Når LPS'et sender svaret
    Så er brevet XRPT01 sendt videre til LABA og taget imod
    Og har PLSP sendt brevet til LABA igen
    Og ligger svaret i LABA med værdien "28" og enheden "mm"
    Og har LABA 1 version af svaret
