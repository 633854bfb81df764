# language: da
Egenskab: Det, LABA holder, er det, LPS'et sendte
  Felt for felt og tegn for tegn: intet er tabt, ændret eller føjet til på vejen.

  @TP-4.3.09
  Scenarie: Patienten i LABA er den, svaret blev sendt på
    Givet et svar på Lonni med analysen NPU02319 og værdien "8,9"
    Når LPS'et sender svaret
    Så står der i LABA
      | felt                            | værdi      |
      | Patient/CivilRegistrationNumber | 0201609996 |
      | Patient/PersonSurnameName       | Lauridsen  |
      | Patient/PersonGivenName         | Lonni Test |
    Og er den nyeste værdi af NPU02319 i LABA "8,9"
    Og har LABA intet svar med prøvens nummer på 0201609995

  @TP-4.3.10
  Scenarie: Et svar på et erstatnings-CPR kan findes i LABA
    Givet et svar på Peter med analysen NPU19748 og værdien "27"
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "27" og enheden "mg/L"
    Og står der i LABA
      | felt                          | værdi      |
      | Patient/AlternativeIdentifier | 0703921VJ5 |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.11
  Scenarie: Prøvenumre og tider i LABA er de sendte
    Givet et svar på Schwendlund med analysen NPU02319 og værdien "8,7"
    Når LPS'et sender svaret
    Så er prøvens tre numre i LABA dem, som testværktøjet oplyste
    Og står der i LABA
      | felt                                                            | værdi      |
      | RequisitionInformation/Sample/SamplingDateTime/Date             | 2025-11-30 |
      | RequisitionInformation/Sample/SamplingDateTime/Time             | 23:50      |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Date | 2025-12-01 |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Time | 00:10      |
      | Letter/Authorisation/Date                                       | 2025-12-01 |
      | Letter/Authorisation/Time                                       | 00:15      |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.12
  Scenarie: Koder, ejere og navne i LABA er de sendte
    Givet et svar på Odd Haugen med analysen NPU02319 og værdien "8,4"
    Og analysen DNK05220 med værdien "Normal"
    Og analysen MCS88015 med værdien "2,87"
    Og analysen PNTHB med værdien "8,3"
    Når LPS'et sender svaret
    Så har LABA resultaterne "NPU02319, DNK05220, MCS88015, PNTHB"
    Og står der i LABA for analyserne
      | analyse  | Value  | Analysis/AnalysisCodeType | Analysis/AnalysisCodeResponsible |
      | NPU02319 | 8,4    | iupac                     | SST                              |
      | DNK05220 | Normal | iupac                     | SST                              |
      | MCS88015 | 2,87   | lokal                     | MCS                              |
      | PNTHB    | 8,3    | lokal                     | PNT                              |
    Og har hver analyse i LABA sit fulde navn fra analysetabellen
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.13
  Scenarie: Værdier, tegn og enheder i LABA er de sendte
    Givet et svar på Ruddi med analysen NPU19748 og værdien "5"
    Og analysen NPU01423 med værdien "38"
    Og analysen NPU02319 med værdien "8,0"
    Og analysen NPU01685 med værdien "1,1"
    Og analysen NPU10394 med værdien "Negativ"
    Når LPS'et sender svaret
    Så står der i LABA for analyserne
      | analyse  | ResultType   | Operator   | Value   | Unit   |
      | NPU19748 | numerisk     | mindre_end | 5       | mg/L   |
      | NPU01423 | numerisk     |            | 38      | nmol/L |
      | NPU02319 | numerisk     |            | 8,0     | mmol/L |
      | NPU01685 | numerisk     |            | 1,1     |        |
      | NPU10394 | alfanumerisk |            | Negativ |        |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.14
  Scenarie: Referenceinterval og vurdering i LABA er de sendte
    Givet et svar på May June med analysen NPU02319 og værdien "6,4"
    Og analysen NPU01685 med værdien "2,6"
    Og analysen NPU04206 med værdien "++"
    Når LPS'et sender svaret
    Så står der i LABA for analyserne
      | analyse  | Value | ReferenceInterval/TypeOfInterval | ReferenceInterval/LowerLimit | ReferenceInterval/UpperLimit | ReferenceInterval/IntervalText | ResultValidation |
      | NPU02319 | 6,4   | fysiologisk                      | 7,3                          | 9,5                          |                                | for_lav          |
      | NPU01685 | 2,6   | terapeutisk                      | 2,0                          | 3,0                          |                                |                  |
      | NPU04206 | ++    |                                  |                              |                              | Negativ                        | unormal          |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.15
  Scenarie: Kommentarer og formateret tekst i LABA er de sendte
    Givet et svar på Nancy Ann med analysen DNK05220 og værdien "Unormal"
    Når LPS'et sender svaret
    Så står "Fund:" som Bold i "ResultTextValue" i LABA for analysen DNK05220
    Og står "Måling på 12 afledninger" som Italic i "ResultTextValue" i LABA for analysen DNK05220
    Og består "ResultTextValue" i LABA af "Bold, Space, Break, Italic" for analysen DNK05220
    Og står der i LABA for analysen DNK05220
      | felt           | værdi                                  |
      | Value          | Unormal                                |
      | ResultComments | Sendt til vurdering på sygehus, é ü µ. |
    Og står der i LABA
      | felt                            | værdi                             |
      | RequisitionInformation/Comments | Undersøgt på grund af svimmelhed. |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt

  @TP-4.3.16
  Scenarie: Alle resultater af en differentialtælling er i LABA
    Givet trinnets svar
    Når LPS'et sender svaret
    Så har LABA resultaterne "NPU02593, NPU02636, NPU02840, NPU18612, NPU02902, NPU01933, NPU01349"
    Og står der i LABA for analyserne
      | analyse  | Value | Unit   |
      | NPU02593 | 9,13  | 10^9/L |
      | NPU02636 | 1,74  | 10^9/L |
      | NPU02840 | 0,68  | 10^9/L |
      | NPU18612 | 6,71  | 10^9/L |
      | NPU02902 | 6,35  | 10^9/L |
      | NPU01933 | 0,31  | 10^9/L |
      | NPU01349 | 0,05  | 10^9/L |
    Og er svaret i LABA det samme som det, LPS'et sendte, felt for felt
