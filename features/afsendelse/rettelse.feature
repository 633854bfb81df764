# language: da
Egenskab: Rettelse af et svar
  Et delt svar kan ikke slettes. Er det forkert, sendes et nyt svar på samme prøve, og det rettede resultat er mærket.

  @TP-4.2.07
  Scenarie: En rettelse er et nyt svar og ikke en sletning
    Givet at PLSP's journal følges fra nu af
    Og et svar på Nancy Ann Test Berggren med analysen NPU02319 og værdien "8,7"
    Og at rettelsen har analysen NPU02319 med værdien "7,8"
    Og LPS'et har sendt svaret
    Og at PLSP har modtaget svaret
    Når LPS'et retter svaret
    Så har PLSP ikke fået nogen anmodning om at slette
    Og står der for analysen NPU02319
      | felt             | værdi       |
      | ResultStatusCode | svar_rettet |
      | Value            | 7,8         |
    Og har PLSP modtaget 2 beskeder om prøven
    Og ligger det første svar uændret hos PLSP

  @TP-4.2.08
  Scenarie: En rettelse har nye identifikatorer, samme prøve og et nyt svartidspunkt
    Givet et svar på Bruno Test Elmer med analysen NPU22089 og værdien "15,9"
    Og at rettelsen har analysen NPU22089 med værdien "5,9"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så har hver kuvert og hvert brev sin egen identifikator på højst 14 tegn
    Og er disse felter de samme som i det første svar
      | felt                                                                              |
      | Patient/CivilRegistrationNumber                                                   |
      | RequisitionInformation/Sample/RequesterSampleIdentifier                           |
      | RequisitionInformation/Sample/LaboratoryInternalSampleIdentifier                  |
      | RequisitionInformation/Sample/SamplingDateTime/Date                               |
      | RequisitionInformation/Sample/SamplingDateTime/Time                               |
      | LaboratoryResults/GeneralResultInformation/LaboratoryInternalProductionIdentifier |
      | LaboratoryResults/Result/Analysis/AnalysisCode                                    |
    Og står der i brevet
      | felt                                                            | værdi      |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Date | 2025-12-01 |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Time | 09:50      |

  @TP-4.2.09
  Scenarie: Kun det resultat, som er rettet, er mærket
    Givet et svar på Poul Hansen med analysen NPU19748 og værdien "64"
    Og analysen NPU02319 med værdien "8,9"
    Og at rettelsen har analysen NPU19748 med værdien "46"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så står der for analyserne
      | analyse  | felt             | værdi         |
      | NPU19748 | ResultStatusCode | svar_rettet   |
      | NPU19748 | Value            | 46            |
      | NPU02319 | ResultStatusCode | svar_endeligt |
      | NPU02319 | Value            | 8,9           |

  @TP-4.2.10
  Scenarie: Et rettet mikrobiologisk svar er mærket for hele svaret
    Givet et svar på May June Test Moberg med analysen NPU18729 og værdien "Negativ"
    Og at rettelsen har analysen NPU18729 med værdien "Positiv"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så har beskeden netop brevene "XRPT05"
    Og står der i brevet XRPT05
      | felt                                                        | værdi       |
      | LaboratoryResults/GeneralResultInformation/ResultStatusCode | svar_rettet |
    Og står der for analysen NPU18729
      | felt                                                 | værdi   |
      | QuantitativeFindings/AnalysisFindings/Findings/Value | Positiv |
    Og er disse felter de samme som i det første svar
      | felt                                                                              |
      | RequisitionInformation/Sample/RequesterSampleIdentifier                           |
      | RequisitionInformation/Sample/LaboratoryInternalSampleIdentifier                  |
      | LaboratoryResults/GeneralResultInformation/LaboratoryInternalProductionIdentifier |
      | LaboratoryResults/Investigation/Examination/MICAnalysisCode                       |
