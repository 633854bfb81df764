# language: da
Egenskab: Svarets og resultaternes status
  Modtageren skal kunne se, om der kommer mere, og om et resultat er endeligt, midlertidigt eller slet ikke målt endnu.

  @TP-4.2.03
  Scenarie: Et færdigt svar er komplet og endeligt
    Givet et svar på Lonni Test Lauridsen med analysen NPU02319 og værdien "8,2"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                                                        | værdi        |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | komplet_svar |
    Og står der for analysen NPU02319
      | felt             | værdi         |
      | ResultStatusCode | svar_endeligt |

  @TP-4.2.04
  Scenarie: Det, der mangler i et delsvar, kommer i et komplet svar på samme prøve
    Givet et svar på Lonni Test Lauridsen med analysen NPU02319 og værdien "8,2"
    Og analysen NPU19748 med værdien "*****"
    Og at slutsvaret har analysen NPU19748 med værdien "17"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                                                        | værdi    |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | del_svar |
    Og står der for analyserne
      | analyse  | felt             | værdi           |
      | NPU02319 | ResultStatusCode | svar_endeligt   |
      | NPU02319 | Value            | 8,2             |
      | NPU19748 | ResultStatusCode | proeve_modtaget |
      | NPU19748 | Value            | *****           |
    Når LPS'et sender svaret "slutsvar"
    Så står der i brevet
      | felt                                                        | værdi        |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | komplet_svar |
    Og står der for analyserne
      | analyse  | felt             | værdi         |
      | NPU02319 | ResultStatusCode | svar_endeligt |
      | NPU02319 | Value            | 8,2           |
      | NPU19748 | ResultStatusCode | svar_endeligt |
      | NPU19748 | Value            | 17            |
    Og er disse felter de samme som i det første svar
      | felt                                                             |
      | RequisitionInformation/Sample/RequesterSampleIdentifier          |
      | RequisitionInformation/Sample/LaboratoryInternalSampleIdentifier |

  @TP-4.2.05
  Scenarie: Et midlertidigt resultat har sin værdi, og det endelige kommer bagefter
    Givet et svar på Anders Test Jensen med analysen NPU02593 og værdien "11,8"
    Og at slutsvaret har analysen NPU02593 med værdien "11,6"
    Når LPS'et sender svaret
    Så står der for analysen NPU02593
      | felt             | værdi             |
      | ResultStatusCode | svar_midlertidigt |
      | Value            | 11,8              |
    Når LPS'et sender svaret "slutsvar"
    Så står der for analysen NPU02593
      | felt             | værdi         |
      | ResultStatusCode | svar_endeligt |
      | Value            | 11,6          |

  @TP-4.2.06
  Scenarie: En prøve, som kun er modtaget, har fem stjerner som værdi
    Givet et svar på Else Test Lauridsen med analysen NPU03404 og værdien "*****"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                                                        | værdi    |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | modtaget |
    Og står der for analysen NPU03404
      | felt             | værdi           |
      | ResultStatusCode | proeve_modtaget |
      | Value            | *****           |
