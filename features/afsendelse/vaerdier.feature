# language: da
Egenskab: Resultaternes værdi og enhed
  Værdien skal stå i beskeden, præcis som den er indtastet, og enheden, som koden fastlægger den.

  @TP-4.2.12
  Scenarie: En værdi på 13 tegn bliver spærret og ikke kortet af
    Givet at PLSP's journal følges fra nu af
    Og et svar på John Christian Meyerhofen med analysen NPU03987 og værdien "Svagt positiv"
    Når LPS'et forsøger at sende svaret
    Så har PLSP ikke modtaget nogen besked om prøven
    Og afviser LPS'et at sende og nævner "12"

  @TP-4.2.87
  Scenarie: En værdi på 13 tegn bliver også spærret i et mikrobiologisk svar
    Givet at PLSP's journal følges fra nu af
    Og et svar på Kirsten Test Berggren med analysen NPU18729 og værdien "Svagt positiv"
    Når LPS'et forsøger at sende svaret
    Så har PLSP ikke modtaget nogen besked om prøven
    Og afviser LPS'et at sende og nævner "12"

  @TP-4.2.25
  Scenarie: Et tal sendes med alle de cifre, der er indtastet
    Givet et svar på Lonni Test Lauridsen med analysen NPU22089 og værdien "7,0"
    Når LPS'et sender svaret
    Så står der for analysen NPU22089
      | felt       | værdi    |
      | ResultType | numerisk |
      | Value      | 7,0      |
    Og er feltet "Operator" ikke med for analysen NPU22089

  @TP-4.2.26
  Scenarie: En værdi i ord sendes uændret og uden enhed
    Givet et svar på Else Test Lauridsen med analysen NPU10394 og værdien "Positiv"
    Når LPS'et sender svaret
    Så står der for analysen NPU10394
      | felt       | værdi        |
      | ResultType | alfanumerisk |
      | Value      | Positiv      |
    Og er feltet "Unit" ikke med for analysen NPU10394

  @TP-4.2.27
  Scenarie: Mindre end og større end står i Operator og ikke i værdien
    Givet et svar på Poul Hansen med analysen NPU19748 og værdien "5"
    Og analysen NPU22089 med værdien "33,3"
    Når LPS'et sender svaret
    Så står der for analyserne
      | analyse  | felt     | værdi       |
      | NPU19748 | Operator | mindre_end  |
      | NPU19748 | Value    | 5           |
      | NPU22089 | Operator | stoerre_end |
      | NPU22089 | Value    | 33,3        |

  @TP-4.2.28
  Scenarie: Samme stof med to koder har hver sin enhed
    Givet et svar på Kirsten Test Berggren med analysen NPU19748 og værdien "24"
    Og analysen NPU01423 med værdien "209"
    Når LPS'et sender svaret
    Så står der for analyserne
      | analyse  | felt  | værdi  |
      | NPU19748 | Value | 24     |
      | NPU19748 | Unit  | mg/L   |
      | NPU01423 | Value | 209    |
      | NPU01423 | Unit  | nmol/L |

  @TP-4.2.29
  Scenarie: Enheden 10^9/L er uden opmærkning
    Givet et svar på Bruno Test Elmer med analysen NPU02593 og værdien "6,4"
    Når LPS'et sender svaret
    Så er feltet "Unit" ren tekst for analysen NPU02593
    Og står der for analysen NPU02593
      | felt | værdi  |
      | Unit | 10^9/L |

  @TP-4.2.30
  Scenarie: Et svar uden enhed har intet Unit, og et kort navn på 35 tegn er helt
    Givet et svar på Odd Haugen Test Mosebryggersen med analysen NPU01685 og værdien "2,5"
    Når LPS'et sender svaret
    Så står der for analysen NPU01685
      | felt                       | værdi                               |
      | Value                      | 2,5                                 |
      | Analysis/AnalysisShortName | Koagulationsfaktor II+VII+X [INR];P |
    Og er feltet "Unit" ikke med for analysen NPU01685

  @TP-4.2.36
  Scenarie: Syv resultater på samme prøve er i ét svar i den rækkefølge, de er indtastet
    Givet et svar på Anders Test Jensen med analysen NPU02593 og værdien "7,42"
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT01"
    Og har beskeden resultaterne "NPU02593, NPU02636, NPU02840, NPU18612, NPU02902, NPU01933, NPU01349"
    Og står der for analyserne
      | analyse  | felt  | værdi  |
      | NPU02593 | Value | 7,42   |
      | NPU02593 | Unit  | 10^9/L |
      | NPU02636 | Value | 2,11   |
      | NPU02636 | Unit  | 10^9/L |
      | NPU02840 | Value | 0,53   |
      | NPU02840 | Unit  | 10^9/L |
      | NPU18612 | Value | 4,78   |
      | NPU18612 | Unit  | 10^9/L |
      | NPU02902 | Value | 4,51   |
      | NPU02902 | Unit  | 10^9/L |
      | NPU01933 | Value | 0,22   |
      | NPU01933 | Unit  | 10^9/L |
      | NPU01349 | Value | 0,05   |
      | NPU01349 | Unit  | 10^9/L |

  @TP-4.2.37
  Scenarie: En værdi på 12 tegn er hel
    Givet et svar på John Christian Meyerhofen med analysen NPU03987 og værdien "Svag positiv"
    Når LPS'et sender svaret
    Så står der for analysen NPU03987
      | felt  | værdi        |
      | Value | Svag positiv |
