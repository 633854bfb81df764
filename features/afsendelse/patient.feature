# language: da
Egenskab: Patienten i beskeden
  Et svar hører til en patient. CPR-nummer og erstatnings-CPR har hvert sit felt, så modtageren ikke tager fejl.

  @TP-4.2.13
  Scenarie: Patienten er angivet med CPR-nummer og navn
    Givet et svar på Schwendlund Test Mosebryggersen med analysen NPU19748 og værdien "12"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                            | værdi            |
      | Patient/CivilRegistrationNumber | 0108589995       |
      | Patient/PersonSurnameName       | Mosebryggersen   |
      | Patient/PersonGivenName         | Schwendlund Test |
    Og er feltet "Patient/AlternativeIdentifier" ikke med i beskeden
    Og afviser PLSP ikke beskeden

  @TP-4.2.14
  Scenarie: Et erstatnings-CPR står i AlternativeIdentifier
    Givet et svar på Peter Hansen med analysen NPU19748 og værdien "18"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                          | værdi      |
      | Patient/AlternativeIdentifier | 0703921VJ5 |
    Og er feltet "Patient/CivilRegistrationNumber" ikke med i beskeden
