# language: da
Egenskab: Prøvens numre og tidspunkter
  Numrene binder svar, rettelser og prøve sammen. Tidspunkterne siger, hvor gammelt svaret er.

  @TP-4.2.18
  Scenarie: Rekvirentens og laboratoriets numre er med
    Givet et svar på Kirsten Test Berggren med analysen NPU02319 og værdien "7,9"
    Når LPS'et sender svaret
    Så er prøvens tre numre dem, som testværktøjet oplyste

  @TP-4.2.19
  Scenarie: Tiderne for prøve, svar og godkendelse er dem, der står i LPS'et
    Givet et svar på Anders Test Jensen med analysen NPU02319 og værdien "8,8"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                                                            | værdi      |
      | RequisitionInformation/Sample/SamplingDateTime/Date             | 2025-11-28 |
      | RequisitionInformation/Sample/SamplingDateTime/Time             | 07:05      |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Date | 2025-11-28 |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Time | 15:55      |
      | Letter/Authorisation/Date                                       | 2025-12-01 |
      | Letter/Authorisation/Time                                       | 08:10      |
