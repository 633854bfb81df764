# language: da
Egenskab: Versioner i MiBa
  Et svar, der rettes eller færdiggøres, bliver til en ny version af det samme svar. Den gamle version bliver, og den
  nyeste er den gældende.

  @TP-4.4.02
  Scenarie: Det rettede fund er gældende, og det tidligere kan spores
    Givet trinnets svar
    Og LPS'et har sendt svaret
    Når LPS'et retter svaret
    Så holder MiBa ét svar i disse versioner
      | version | sendt som | mærke  |
      | 1       | svar      |        |
      | 2       | rettelse  | rettet |
    Og står der i version 1 i MiBa for analysen NPU16328
      | felt                                                        | værdi                 |
      | CultureFindings/Microorganism/Identification/Text/Paragraph | Staphylococcus aureus |
    Og står der i version 2 i MiBa for analysen NPU16328
      | felt                                                        | værdi                        |
      | CultureFindings/Microorganism/Identification/Text/Paragraph | Staphylococcus saprophyticus |

  @TP-4.4.03
  Scenarie: Modtaget prøve, midlertidigt og endeligt svar er versioner af samme svar
    Givet trinnets svar
    Og LPS'et har sendt svaret
    Når LPS'et sender svaret "delsvar"
    Og LPS'et sender svaret "slutsvar"
    Så holder MiBa ét svar i disse versioner
      | version | sendt som | mærke |
      | 1       | svar      |       |
      | 2       | delsvar   |       |
      | 3       | slutsvar  |       |
    Og står der i version 1 i MiBa
      | felt                                                        | værdi           |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | modtaget        |
      | LaboratoryResults/GeneralResultInformation/ResultStatusCode | proeve_modtaget |
    Og står der i version 2 i MiBa
      | felt                                                        | værdi             |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | del_svar          |
      | LaboratoryResults/GeneralResultInformation/ResultStatusCode | svar_midlertidigt |
    Og står der i version 3 i MiBa
      | felt                                                        | værdi         |
      | LaboratoryResults/GeneralResultInformation/ReportStatusCode | komplet_svar  |
      | LaboratoryResults/GeneralResultInformation/ResultStatusCode | svar_endeligt |
    Og står der i version 3 i MiBa for analysen NPU16328
      | felt                                                        | værdi            |
      | CultureFindings/Microorganism/Identification/Text/Paragraph | Escherichia coli |

  @TP-4.4.04
  Scenarie: Nægtet samtykke er mærket i MiBa
    Givet et svar på Nancy Ann med analysen NPU18729 og værdien "Positiv"
    Og at patienten har nægtet samtykke til deling
    Når LPS'et sender svaret
    Så holder MiBa ét svar i disse versioner
      | version | sendt som | mærke           |
      | 1       | svar      | nægtet samtykke |
    Og er den nyeste værdi af NPU18729 i MiBa "Positiv"
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.05
  Scenarie: Samme brev to gange fra PLSP holdes én gang
    Givet et svar på Poul med analysen NPU18729 og værdien "Negativ"
    Og at PLSP afleverer næste brev to gange
    Når LPS'et sender svaret
    Så viser MiBas journal, at brevet kom 2 gange
    Og har MiBa 1 version af svaret
    Og er den nyeste værdi af NPU18729 i MiBa "Negativ"
