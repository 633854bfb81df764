# language: da
Egenskab: Alt om svaret vises, og ens for alle
  Borger og sundhedsperson læser det samme, hvor de end ser det.

  @TP-4.5.13
  Scenarie: Værdi, enhed, vurdering, interval og kommentar vises for begge
    Givet et svar på Anders med analysen NPU19748 og værdien "66"
    Og analysen NPU02319 med værdien "9,0"
    Når LPS'et sender svaret
    Så viser siderne for borgeren og sundhedspersonen ved analysen NPU19748
      | felt      | vist              |
      | resultat  | 66                |
      | enhed     | mg/L              |
      | interval  | < 8               |
      | vurdering | For høj           |
      | kommentar | Kontrol i morgen. |
    Og viser siderne for borgeren og sundhedspersonen ved analysen NPU02319
      | felt      | vist     |
      | resultat  | 9,0      |
      | enhed     | mmol/L   |
      | interval  | 8,3-10,5 |
      | vurdering |          |

  @TP-4.5.14
  Scenarie: Svar under og over målegrænsen vises med < og >
    Givet et svar på John Christian med analysen NPU19748 og værdien "5"
    Og analysen NPU22089 med værdien "33,3"
    Når LPS'et sender svaret
    Så viser siderne for borgeren og sundhedspersonen ved analysen NPU19748
      | felt     | vist |
      | resultat | < 5  |
      | enhed    | mg/L |
    Og viser siderne for borgeren og sundhedspersonen ved analysen NPU22089
      | felt     | vist   |
      | resultat | > 33,3 |
      | enhed    | mmol/L |

  @TP-4.5.15
  Scenarie: Et mikrobiologisk svar vises med fund, vækst, resistens og mikroskopi
    Givet trinnets svar
    Når LPS'et sender svaret
    Så kan borgeren og sundhedspersonen læse ved analysen 100113000130420
      | tekst                              |
      | Citrobacter freundii 60.000 pr. mL |
      | Mecillinam (Lappediffusion) S      |
      | Trimethoprim (Lappediffusion) R    |
      | Leukocytter ++                     |

  @TP-4.5.16
  Scenarie: Oprindelsen almen praksis fremgår af hvert svar
    Givet et svar på Bruno med analysen NPU19748 og værdien "20"
    Og analysen NPU18729 med værdien "Negativ"
    Når LPS'et sender svaret
    Så ser borgeren og sundhedspersonen hver analyse i svaret netop én gang
    Og har hver linje på siden for borgeren og sundhedspersonen oprindelsen almen praksis

  @TP-4.5.17
  Scenarie: Visningen kan filtreres på almen praksis
    Givet et svar på Lonni med analysen NPU02319 og værdien "7,7"
    Og LPS'et har sendt svaret
    Når testlederen afleverer en anden prøve direkte til LABA med nye identifikatorer og
      | felt                     | værdi                  |
      | Sender/FromLabIdentifier | KBA                    |
      | Sender/IdentifierCode    | sygehusafdelingsnummer |
    Så ser borgeren og sundhedspersonen lægehusets prøve uden filter
    Og ser borgeren og sundhedspersonen sygehusets prøve uden filter
    Og ser borgeren og sundhedspersonen lægehusets prøve med filtret "almen praksis"
    Og skjuler filtret "almen praksis" sygehusets prøve for borgeren og sundhedspersonen

  @TP-4.5.18
  Scenarie: MinLæge og MinSundhed viser det samme som Sundhedsjournalen
    Givet et svar på Schwendlund med analysen NPU22089 og værdien "8,8"
    Og analysen NPU18729 med værdien "Positiv"
    Når LPS'et sender svaret
    Så viser siden for borgeren ved analysen NPU22089
      | felt      | vist    |
      | resultat  | 8,8     |
      | enhed     | mmol/L  |
      | vurdering | For høj |
    Og viser siden for borgeren ved analysen NPU18729
      | felt     | vist    |
      | resultat | Positiv |
    Og ser borgeren i MinLæge det samme som borgeren
    Og ser borgeren i MinSundhed det samme som borgeren

  @TP-4.5.19
  Scenarie: Tegn i en kommentar vises som tekst og ikke som opmærkning
    Givet et svar på Poul med analysen NPU19748 og værdien "23"
    Når LPS'et sender svaret
    Så viser siderne for borgeren og sundhedspersonen ved analysen NPU19748
      | felt     | vist |
      | resultat | 23   |
      | enhed    | mg/L |
    Og ser borgeren og sundhedspersonen kommentarerne tegn for tegn, som de blev skrevet
