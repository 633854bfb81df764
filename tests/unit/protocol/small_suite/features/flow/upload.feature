# language: da
Egenskab: Upload
  Baggrund:
    Givet at databankerne er tomme

  @TP-4.2.51
  Scenarie: Enheden følger koden
    Når LPS'et sender svaret
    Så ligger svaret i LABA

  Regel: Samtykke
    @TP-4.2.52
    Abstrakt Scenario: Nægtet samtykke
      Når LPS'et sender svaret
      Så vises svaret ikke for "<hvem>"
      Men svaret ligger i LABA

      Eksempler:
        | hvem           |
        | borgeren       |
        | sundhedsperson |
