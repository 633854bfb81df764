# language: da
Egenskab: Mikrobiologiske svar i XRPT05
  Dyrkning, resistens, mikroskopi og enkeltfund har hver deres plads i svaret.

  @TP-4.2.39
  Scenarie: Dyrkning har hver mikroorganisme med sin vækst
    Givet trinnets svar
    Når LPS'et sender svaret
    Så står der for analysen NPU16328
      | felt                                                           | værdi                          |
      | Examination/ExaminationTypeCode                                | dyrkning                       |
      | CultureFindings/Microorganism[1]/Identification/Text/Paragraph | Escherichia coli               |
      | CultureFindings/Microorganism[1]/GrowthValue/Text/Paragraph    | Over 100.000 pr. mL            |
      | CultureFindings/Microorganism[2]/Identification/Text/Paragraph | Enterococcus faecalis          |
      | CultureFindings/Microorganism[2]/GrowthValue/Text/Paragraph    | 10.000 pr. mL                  |
      | CultureFindings/Comments/Text/Paragraph                        | Rigelig vækst af to bakterier. |
    Og er feltet "CultureFindings/Microorganism" med 2 gange for analysen NPU16328

  @TP-4.2.40
  Scenarie: Resistensmønstret peger på de rigtige fund og antibiotika
    Givet trinnets svar
    Når LPS'et sender svaret
    Så peger resistensmønstret for analysen 100113000130420 kun på fund og antibiotika, der står i svaret
    Og er resistensmønstret for analysen 100113000130420
      | mikroorganisme        | antibiotikum   | følsomhed |
      | Escherichia coli      | Mecillinam     | S         |
      | Escherichia coli      | Nitrofurantoin | S         |
      | Escherichia coli      | Trimethoprim   | R         |
      | Klebsiella pneumoniae | Mecillinam     | S         |
      | Klebsiella pneumoniae | Nitrofurantoin | R         |
      | Klebsiella pneumoniae | Trimethoprim   | I         |
    Og står der for analysen 100113000130420
      | felt                                                                | værdi                                                |
      | CultureFindings/Microorganism[1]/Identification/Text/Paragraph      | Escherichia coli                                     |
      | CultureFindings/Microorganism[2]/Identification/Text/Paragraph      | Klebsiella pneumoniae                                |
      | CultureFindings/Pattern/Antibiotic[1]/AntibioticName/Text/Paragraph | Mecillinam                                           |
      | CultureFindings/Pattern/Antibiotic[2]/AntibioticName/Text/Paragraph | Nitrofurantoin                                       |
      | CultureFindings/Pattern/Antibiotic[3]/AntibioticName/Text/Paragraph | Trimethoprim                                         |
      | CultureFindings/Pattern/SusceptibilityInterpretation/Paragraph      | S = følsom, I = følsom ved øget dosis, R = resistent |

  @TP-4.2.41
  Scenarie: Mikroskopi har hver iagttagelse med type, betegnelse og værdi
    Givet trinnets svar
    Når LPS'et sender svaret
    Så står der for analysen NPU18542
      | felt                                   | værdi                             |
      | MicroscopicFindings/Headline           | Mikroskopi                        |
      | MicroscopicFindings/Comments/Paragraph | Direkte mikroskopi af frisk urin. |
    Og viser mikroskopien for analysen NPU18542
      | type           | betegnelse         | værdi |
      | celler         | Leukocytter        | ++    |
      | celler         | Erytrocytter       | +     |
      | mikroorganisme | Gramnegative stave | +++   |

  @TP-4.2.42
  Scenarie: Et enkeltfund har værdi, vurdering, fortolkning og kommentar
    Givet et svar på Ruddi Test Berggren med analysen NPU18729 og værdien "Positiv"
    Når LPS'et sender svaret
    Så står der for analysen NPU18729
      | felt                                                                         | værdi                          |
      | QuantitativeFindings/AnalysisFindings/Findings/Operator                      | ikke_angivet                   |
      | QuantitativeFindings/AnalysisFindings/Findings/Value                         | Positiv                        |
      | QuantitativeFindings/AnalysisFindings/Findings/ResultValidation              | unormal                        |
      | QuantitativeFindings/AnalysisFindings/Findings/InterPretation/Text/Paragraph | Streptokok gruppe A påvist.    |
      | QuantitativeFindings/AnalysisFindings/Findings/Comments/Text/Paragraph       | Hurtigtest udført i klinikken. |

  @TP-4.2.43
  Scenarie: En MDS-kode er 15 cifre med type mds og ejeren MDS
    Givet trinnets svar
    Når LPS'et sender svaret
    Så har beskeden netop brevene "XRPT05"
    Og står der for analysen 100113000130420
      | felt                                    | værdi                                  |
      | Examination/MICAnalysisCode             | 100113000130420                        |
      | Examination/AnalysisCodeType            | mds                                    |
      | Examination/AnalysisCodeResponsible     | MDS                                    |
      | Examination/AnalysisMDSName/Examination | Dyrkning og resistens; urin; urinblære |
      | Examination/AnalysisMDSName/Material    | Urin                                   |
      | Examination/AnalysisMDSName/Location    | Urinblære                              |

  @TP-4.2.44
  Scenarie: En NPU-kode i XRPT05 er iupac med ejeren SST
    Givet et svar på Anders Test Jensen med analysen NPU18729 og værdien "Negativ"
    Når LPS'et sender svaret
    Så står der i brevet XRPT05
      | felt                                                      | værdi      |
      | RequisitionInformation/Sample/SampleReceivedDateTime/Date | 2025-12-01 |
      | RequisitionInformation/Sample/SampleReceivedDateTime/Time | 08:20      |
    Og står der for analysen NPU18729
      | felt                                    | værdi                                                       |
      | Examination/MICAnalysisCode             | NPU18729                                                    |
      | Examination/AnalysisCodeType            | iupac                                                       |
      | Examination/AnalysisCodeResponsible     | SST                                                         |
      | Examination/AnalysisMDSName/Examination | Sekr(Pharynx)—Streptococcus pyogenes(ag); arb.k.(proc.) = ? |
