# language: da
Egenskab: Det, MiBa holder, er det, LPS'et sendte
  Felt for felt og tegn for tegn: intet er tabt, ændret eller føjet til på vejen.

  @TP-4.4.08
  Scenarie: Patienten i MiBa er den, svaret blev sendt på
    Givet et svar på Peter med analysen NPU18729 og værdien "Negativ"
    Når LPS'et sender svaret
    Så står der i MiBa
      | felt                          | værdi      |
      | Patient/AlternativeIdentifier | 0703921VJ5 |
      | Patient/PersonSurnameName     | Hansen     |
      | Patient/PersonGivenName       | Peter      |
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.09
  Scenarie: Prøvenumre og tider i MiBa er de sendte
    Givet trinnets svar
    Når LPS'et sender svaret
    Så er prøvens tre numre i MiBa dem, som testværktøjet oplyste
    Og står der i MiBa
      | felt                                                            | værdi      |
      | RequisitionInformation/Sample/SamplingDateTime/Date             | 2025-11-28 |
      | RequisitionInformation/Sample/SamplingDateTime/Time             | 16:40      |
      | RequisitionInformation/Sample/SampleReceivedDateTime/Date       | 2025-11-29 |
      | RequisitionInformation/Sample/SampleReceivedDateTime/Time       | 07:30      |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Date | 2025-12-01 |
      | LaboratoryResults/GeneralResultInformation/ResultsDateTime/Time | 12:00      |
      | Letter/Authorisation/Date                                       | 2025-12-01 |
      | Letter/Authorisation/Time                                       | 12:20      |
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.10
  Scenarie: Koder, ejere og navne i MiBa er de sendte
    Givet trinnets svar
    Når LPS'et sender svaret
    Så har MiBa resultaterne "100113000130420, NPU18729"
    Og står der i MiBa for analyserne
      | analyse         | Examination/AnalysisCodeType | Examination/AnalysisCodeResponsible | Examination/AnalysisMDSName/Material | Examination/AnalysisMDSName/Location |
      | 100113000130420 | mds                          | MDS                                 | Urin                                 | Urinblære                            |
      | NPU18729        | iupac                        | SST                                 | Sekret                               | Svælg                                |
    Og har hver analyse i MiBa sit fulde navn fra analysetabellen
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.11
  Scenarie: Dyrkning og fund i MiBa er de sendte
    Givet trinnets svar
    Når LPS'et sender svaret
    Så står der i MiBa for analysen NPU16328
      | felt                                                           | værdi                                             |
      | CultureFindings/Headline                                       | Dyrkning                                          |
      | CultureFindings/Microorganism[1]/Identification/Text/Paragraph | Klebsiella oxytoca                                |
      | CultureFindings/Microorganism[1]/GrowthValue/Text/Paragraph    | 70.000 pr. mL                                     |
      | CultureFindings/Microorganism[2]/Identification/Text/Paragraph | Candida albicans                                  |
      | CultureFindings/Microorganism[2]/GrowthValue/Text/Paragraph    | 5.000 pr. mL                                      |
      | CultureFindings/Comments/Text/Paragraph                        | Blandet vækst, gentag prøven ved fortsatte gener. |
    Og er "CultureFindings/Microorganism" i MiBa netop 2 gange for analysen NPU16328
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.12
  Scenarie: Resistensmønstret i MiBa er det sendte
    Givet trinnets svar
    Når LPS'et sender svaret
    Så er resistensmønstret i MiBa for analysen 100113000130420
      | mikroorganisme        | antibiotikum  | følsomhed |
      | Escherichia coli      | Ampicillin    | R         |
      | Escherichia coli      | Ciprofloxacin | S         |
      | Enterococcus faecalis | Ampicillin    | S         |
      | Enterococcus faecalis | Ciprofloxacin | I         |
    Og er "CultureFindings/Pattern/SusceptibilityInterpretation/Paragraph" i MiBa netop 3 gange for analysen 100113000130420
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.13
  Scenarie: Mikroskopien i MiBa er den sendte
    Givet trinnets svar
    Når LPS'et sender svaret
    Så er mikroskopien i MiBa for analysen NPU18542
      | type           | fund                | værdi |
      | celler         | Leukocytter         | +++   |
      | mikroorganisme | Grampositive kokker | ++    |
      | vurdering      | Prøvens kvalitet    | Egnet |
    Og står der i MiBa for analysen NPU18542
      | felt                                                 | værdi                |
      | MicroscopicFindings/Grouping/Headline/Text/Paragraph | Gramfarvning         |
      | MicroscopicFindings/Comments/Paragraph               | Gramfarvet præparat. |
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.14
  Scenarie: Streptokok-antigen i MiBa er det sendte
    Givet et svar på Schwendlund med analysen NPU18729 og værdien "Positiv"
    Når LPS'et sender svaret
    Så står der i MiBa for analysen NPU18729
      | felt                                                                         | værdi                       |
      | QuantitativeFindings/AnalysisFindings/Findings/Value                         | Positiv                     |
      | QuantitativeFindings/AnalysisFindings/Findings/ResultValidation              | unormal                     |
      | QuantitativeFindings/AnalysisFindings/Findings/InterPretation/Text/Paragraph | Streptokok gruppe A påvist. |
      | QuantitativeFindings/AnalysisFindings/Findings/Comments/Text/Paragraph       | Behandling er startet.      |
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt

  @TP-4.4.15
  Scenarie: Kliniske oplysninger og kommentarer i MiBa er de sendte
    Givet trinnets svar
    Når LPS'et sender svaret
    Så står der i MiBa
      | felt                                                    | værdi                                     |
      | RequisitionInformation/ClinicalInformation/Paragraph[1] | Svie ved vandladning, temperatur > 38 °C. |
      | RequisitionInformation/ClinicalInformation/Paragraph[2] | Tidligere blærebetændelse: ja, på Ærø.    |
      | RequisitionInformation/Comments/Text/Paragraph          | Prøven er taget før behandling.           |
    Og er svaret i MiBa det samme som det, LPS'et sendte, felt for felt
