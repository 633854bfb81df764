# language: da
Egenskab: Analysens kode og navne
  Koden siger, hvad der er målt. Kodetype og ejer skal passe til koden, og det fulde navn skal altid være med.

  @TP-4.2.20
  Scenarie: En NPU-kode er iupac med ejeren SST
    Givet et svar på May June Test Moberg med analysen NPU02319 og værdien "7,6"
    Når LPS'et sender svaret
    Så står der for analysen NPU02319
      | felt                             | værdi    |
      | Analysis/AnalysisCode            | NPU02319 |
      | Analysis/AnalysisCodeType        | iupac    |
      | Analysis/AnalysisCodeResponsible | SST      |

  @TP-4.2.21
  Scenarie: En DNK-kode er iupac med ejeren SST
    Givet et svar på Bruno Test Elmer med analysen DNK05220 og værdien "Normal"
    Når LPS'et sender svaret
    Så står der for analysen DNK05220
      | felt                             | værdi    |
      | Analysis/AnalysisCode            | DNK05220 |
      | Analysis/AnalysisCodeType        | iupac    |
      | Analysis/AnalysisCodeResponsible | SST      |

  @TP-4.2.22
  Scenarie: En MCS-kode er lokal med ejeren MCS
    Givet et svar på John Christian Meyerhofen med analysen MCS88015 og værdien "3,12"
    Når LPS'et sender svaret
    Så står der for analysen MCS88015
      | felt                             | værdi    |
      | Analysis/AnalysisCode            | MCS88015 |
      | Analysis/AnalysisCodeType        | lokal    |
      | Analysis/AnalysisCodeResponsible | MCS      |

  @TP-4.2.23
  Scenarie: En lokal kode har laboratoriets bogstavkode som ejer
    Givet et svar på Schwendlund Test Mosebryggersen med analysen PNTHB og værdien "8,4"
    Når LPS'et sender svaret
    Så står der for analysen PNTHB
      | felt                             | værdi |
      | Analysis/AnalysisCode            | PNTHB |
      | Analysis/AnalysisCodeType        | lokal |
      | Analysis/AnalysisCodeResponsible | PNT   |

  @TP-4.2.24
  Scenarie: Det fulde navn følger med det korte
    Givet et svar på Else Test Lauridsen med analysen NPU19748 og værdien "9"
    Når LPS'et sender svaret
    Så har analysen NPU19748 sit fulde navn, som hverken er tomt eller det korte navn igen
    Og står der for analysen NPU19748
      | felt                          | værdi                                  |
      | Analysis/AnalysisShortName    | C-reaktivt protein [CRP];P             |
      | Analysis/AnalysisCompleteName | P—C-reaktivt protein; massek. = ? mg/L |
