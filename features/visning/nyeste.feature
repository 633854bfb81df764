# language: da
Egenskab: Kun den nyeste version vises
  En rettelse er mærket, og det, den afløser, kan ikke længere læses på siden.

  @TP-4.5.11
  Scenarie: Rettelsen vises ens for borger og sundhedsperson
    Givet et svar på Schwendlund med analysen NPU19748 og værdien "310"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så viser siderne for borgeren og sundhedspersonen ved analysen NPU19748
      | felt     | vist   |
      | resultat | 31     |
      | enhed    | mg/L   |
      | mærke    | Rettet |
    Og ser borgeren og sundhedspersonen ikke værdien "310" ved prøven

  @TP-4.5.12
  Scenarie: Det komplette svar afløser delsvaret på siden
    Givet et svar på Kirsten med analysen NPU02319 og værdien "7,4"
    Og LPS'et har sendt svaret
    Når LPS'et sender svaret "slutsvar"
    Så viser siden for borgeren ved analysen NPU02319
      | felt     | vist   |
      | resultat | 7,4    |
      | enhed    | mmol/L |
    Og viser siden for borgeren ved analysen NPU19748
      | felt     | vist |
      | resultat | 39   |
      | enhed    | mg/L |
    Og ser borgeren ikke værdien "*****" ved prøven
    Og ser borgeren ikke svaret mærket som rettet
