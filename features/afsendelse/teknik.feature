# language: da
Egenskab: Identifikatorer, tegnsæt, skema og version
  Beskeden skal kunne læses af en maskine, som ikke kender det LPS, der har dannet den.

  @TP-4.2.45
  Scenarie: To kuverter med to breve hver har seks identifikatorer, som ikke er brugt før
    Givet et svar på Schwendlund Test Mosebryggersen med analysen NPU19748 og værdien "51"
    Og analysen NPU18729 med værdien "Negativ"
    Og at slutsvaret har analysen NPU19748 med værdien "50"
    Når LPS'et sender svaret
    Og LPS'et sender svaret "slutsvar"
    Så har hver kuvert og hvert brev sin egen identifikator på højst 14 tegn
    Og er ingen af identifikatorerne brugt før
    Og har hver sendt besked netop brevene "XRPT01, XRPT05"

  @TP-4.2.46
  Scenarie: Beskeden er kodet i ISO-8859-1, når den siger det
    Givet et svar på Kirsten Test Berggren med analysen NPU19748 og værdien "33"
    Når LPS'et sender svaret
    Så siger XML-erklæringen ISO-8859-1, og beskeden er kodet sådan
    Og kan "på øen" læses i ISO-8859-1
    Og er tegnet "≥" sendt som tegnreference
    Og står der for analysen NPU19748
      | felt                          | værdi                                  |
      | ResultComments                | Gælder også ≥ 30 på øen.               |
      | Analysis/AnalysisCompleteName | P—C-reaktivt protein; massek. = ? mg/L |

  @TP-4.2.47
  Scenarie: Beskeden er kodet i windows-1252, når den siger det
    Givet et svar på Odd Haugen Test Mosebryggersen med analysen NPU19748 og værdien "19"
    Når LPS'et sender svaret
    Så siger XML-erklæringen windows-1252, og beskeden er kodet sådan
    Og kan "Målt på klinikkens apparat" læses i windows-1252
    Og står der for analysen NPU19748
      | felt                          | værdi                                      |
      | ResultComments                | Målt på klinikkens apparat – kontrolleret. |
      | Analysis/AnalysisCompleteName | P—C-reaktivt protein; massek. = ? mg/L     |

  @TP-4.2.48
  Scenarie: En fyldig besked med begge standarder er gyldig efter skemaet og reglerne
    Givet trinnets svar
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT01, XRPT05"
    Og står alle elementer i navnerummet "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
    Og er beskeden gyldig efter skemaet og reglerne

  @TP-4.2.49
  Scenarie: Versionskoden i XRPT01 er XR0131K
    Givet et svar på Poul Hansen med analysen NPU02319 og værdien "9,4"
    Når LPS'et sender svaret
    Så står der i brevet XRPT01
      | felt               | værdi   |
      | Letter/VersionCode | XR0131K |
      | Letter/TypeCode    | XRPT01  |
    Og afviser PLSP ikke beskeden

  @TP-4.2.50
  Scenarie: Versionskoden i XRPT05 er XR0532M
    Givet et svar på Poul Hansen med analysen NPU18729 og værdien "Negativ"
    Når LPS'et sender svaret
    Så står der i brevet XRPT05
      | felt               | værdi   |
      | Letter/VersionCode | XR0532M |
      | Letter/TypeCode    | XRPT05  |
    Og afviser PLSP ikke beskeden
