# language: da
Egenskab: Svaret går til den rigtige databank
  Biokemi hører til i LABA og mikrobiologi i MiBa. Det er koden, der afgør vejen, ikke dens præfiks.

  @TP-4.2.51
  Scenarie: Biokemi når LABA og kun LABA
    Givet et svar på Nancy Ann Test Berggren med analysen NPU19748 og værdien "42"
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT01"
    Og er brevet XRPT01 sendt videre til LABA og taget imod
    Og ligger svaret i LABA med værdien "42" og enheden "mg/L"
    Og ligger svaret ikke i MiBa

  @TP-4.2.52
  Scenarie: Mikrobiologi når MiBa og kun MiBa
    Givet trinnets svar
    Og fundet "Escherichia coli" ved analysen 100113000130420
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT05"
    Og er brevet XRPT05 sendt videre til MiBa og taget imod
    Og står der i MiBa for analysen 100113000130420
      | felt                                                        | værdi            |
      | CultureFindings/Microorganism/Identification/Text/Paragraph | Escherichia coli |
    Og ligger svaret ikke i LABA

  @TP-4.2.53
  Scenarie: En mikrobiologisk NPU-kode sendes i XRPT05 og når MiBa
    Givet et svar på Ruddi Test Berggren med analysen NPU18729 og værdien "Positiv"
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT05"
    Og har beskeden resultaterne "NPU18729"
    Og er brevet XRPT05 sendt videre til MiBa og taget imod
    Og står der i MiBa for analysen NPU18729
      | felt                                                 | værdi   |
      | QuantitativeFindings/AnalysisFindings/Findings/Value | Positiv |
    Og ligger svaret ikke i LABA

  @TP-4.2.54
  Scenarie: Biokemi og mikrobiologi i samme kuvert når hver sin databank
    Givet et svar på Bruno Test Elmer med analysen NPU19748 og værdien "76"
    Og analysen NPU18729 med værdien "Positiv"
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT01, XRPT05"
    Og er brevet XRPT01 sendt videre til LABA og taget imod
    Og er brevet XRPT05 sendt videre til MiBa og taget imod
    Og har LABA resultaterne "NPU19748"
    Og står der i LABA for analysen NPU19748
      | felt  | værdi |
      | Value | 76    |
      | Unit  | mg/L  |
    Og har MiBa resultaterne "NPU18729"
    Og står der i MiBa for analysen NPU18729
      | felt                                                 | værdi   |
      | QuantitativeFindings/AnalysisFindings/Findings/Value | Positiv |

  @TP-4.2.76
  Scenarie: En kode uden rute afvises ved navn
    Givet et svar på Odd Haugen Test Mosebryggersen med analysen PNTFER og værdien "112"
    Når LPS'et sender svaret
    Så afviser PLSP svaret og nævner "PNTFER"
    Og giver PLSP kvitteringen XCTL02
    Og viser udbakken, at svaret er afvist
    Og viser udbakken "PNTFER"
    Og ligger svaret ikke i LABA
    Og ligger svaret ikke i MiBa

  @TP-4.2.82
  Scenarie: PLSP videresender brevet uændret
    Givet et svar på May June Test Moberg med analysen NPU19748 og værdien "73"
    Når LPS'et sender svaret
    Så står der for analysen NPU19748
      | felt                         | værdi                 |
      | ReferenceInterval/UpperLimit | 8                     |
      | ResultValidation             | for_hoej              |
      | ResultComments               | Kontrol i morgen, æøå. |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt
