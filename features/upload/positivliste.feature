# language: da
Egenskab: Positivlisten afgør, hvad der deles
  Det er ikke afgjort, om alt skal deles eller kun koder på en positivliste. PLSP kan begge dele.

  @TP-4.2.77
  Scenarie: Med positivlisten slået til deles en kode på listen
    Givet et svar på Anders Test Jensen med analysen NPU22089 og værdien "5,6"
    Og at PLSP kun deler koder på positivlisten
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "5,6" og enheden "mmol/L"

  @TP-4.2.78
  Scenarie: Med positivlisten slået til deles en kode uden for listen ikke
    Givet et svar på Anders Test Jensen med analysen NPU03404 og værdien "16"
    Og at PLSP kun deler koder på positivlisten
    Når LPS'et sender svaret
    Så afviser PLSP svaret og nævner "NPU03404"
    Og afviser PLSP svaret og nævner "positivlisten"
    Og ligger svaret ikke i LABA
    Og viser udbakken, at svaret er afvist
    Og viser udbakken "NPU03404"
    Og viser udbakken "positivlisten"

  @TP-4.2.79
  Scenarie: Med positivlisten slået fra deles alle koder med en rute
    Givet et svar på Anders Test Jensen med analysen NPU03404 og værdien "21"
    Og at PLSP deler alle koder med en rute
    Når LPS'et sender svaret
    Så ligger svaret i LABA med værdien "21" og enheden "mm"
