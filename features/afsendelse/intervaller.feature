# language: da
Egenskab: Referenceinterval og vurdering
  Lægen skal kunne se, hvad der er normalt, og om svaret ligger udenfor.

  @TP-4.2.31
  Scenarie: Referenceintervallet er grænser eller en tekst
    Givet et svar på Nancy Ann Test Berggren med analysen NPU02319 og værdien "8,1"
    Og analysen NPU21578 med værdien "Negativ"
    Når LPS'et sender svaret
    Så står der for analyserne
      | analyse  | felt                             | værdi       |
      | NPU02319 | ReferenceInterval/TypeOfInterval | fysiologisk |
      | NPU02319 | ReferenceInterval/LowerLimit     | 7,3         |
      | NPU02319 | ReferenceInterval/UpperLimit     | 9,5         |
      | NPU21578 | ReferenceInterval/IntervalText   | Negativ     |
    Og er feltet "ReferenceInterval/LowerLimit" ikke med for analysen NPU21578
    Og er feltet "ReferenceInterval/UpperLimit" ikke med for analysen NPU21578

  @TP-4.2.32
  Scenarie: Et unormalt svar er mærket, og et normalt er ikke
    Givet et svar på Ruddi Test Berggren med analysen NPU19748 og værdien "88"
    Og analysen NPU02319 med værdien "6,2"
    Og analysen NPU04207 med værdien "+++"
    Og analysen NPU22089 med værdien "5,4"
    Når LPS'et sender svaret
    Så står der for analyserne
      | analyse  | felt             | værdi    |
      | NPU19748 | ResultValidation | for_hoej |
      | NPU02319 | ResultValidation | for_lav  |
      | NPU04207 | ResultValidation | unormal  |
    Og er feltet "ResultValidation" ikke med for analysen NPU22089
