# language: da
Egenskab: Mennesker ser svaret på siden
  Sundhed.dk og Team RN ser siden efter og bekræfter, at det rigtige står der, og at det forkerte ikke gør.

  @TP-4.5.01
  Scenarie: Borgeren ser sit svar fra egen læge
    Givet et svar på Poul med analysen NPU22089 og værdien "12,7"
    Når LPS'et sender svaret
    Og borgerens side i Sundhedsjournalen gemmes som bevis
    Så afventer trinnet, at sundhed.dk og Team RN bekræfter det viste

  @TP-4.5.02
  Scenarie: Sundhedspersonen ser borgerens svar fra egen læge
    Givet et svar på Else med analysen NPU02319 og værdien "6,13"
    Når LPS'et sender svaret
    Og sundhedspersonens side i Sundhedsjournalen gemmes som bevis
    Så afventer trinnet, at sundhed.dk og Team RN bekræfter det viste

  @TP-4.5.03
  Scenarie: Borgeren ser svaret i MinLæge
    Givet et svar på Bruno med analysen NPU01685 og værdien "2,37"
    Når LPS'et sender svaret
    Og borgerens side i MinLæge gemmes som bevis
    Så afventer trinnet, at sundhed.dk og Team RN bekræfter det viste

  @TP-4.5.04
  Scenarie: Borgeren ser svaret i MinSundhed
    Givet et svar på Lonni med analysen NPU02593 og værdien "6,83"
    Når LPS'et sender svaret
    Og borgerens side i MinSundhed gemmes som bevis
    Så afventer trinnet, at sundhed.dk og Team RN bekræfter det viste

  @TP-4.5.05
  Scenarie: Et rettet svar er mærket, og den gamle værdi ses ikke
    Givet et svar på Ruddi med analysen NPU22089 og værdien "91,7"
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Og borgerens side i Sundhedsjournalen gemmes som bevis
    Så afventer trinnet, at sundhed.dk og Team RN bekræfter det viste

  @TP-4.5.06
  Scenarie: Et svar med nægtet samtykke ses ikke ved siden af de øvrige
    Givet et svar på Odd Haugen med analysen NPU02319 og værdien "8,76"
    Og LPS'et har sendt svaret
    Når LPS'et sender svaret "nægtet"
    Og sundhedspersonens side i Sundhedsjournalen gemmes som bevis
    Så afventer trinnet, at sundhed.dk og Team RN bekræfter det viste
