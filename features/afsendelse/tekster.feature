# language: da
Egenskab: Kommentarer og formateret tekst
  Det, lægehuset skriver til svaret, skal stå det rigtige sted, tegn for tegn og med sin formatering.

  @TP-4.2.33
  Scenarie: En kommentar til hele svaret står ved rekvisitionen
    Givet et svar på Kirsten Test Berggren med analysen NPU19748 og værdien "6"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                            | værdi                            |
      | RequisitionInformation/Comments | Prøven er taget ved hjemmebesøg. |
    Og er feltet "ResultComments" ikke med for analysen NPU19748
    Og er feltet "ResultTextValue" ikke med for analysen NPU19748

  @TP-4.2.34
  Scenarie: En kommentar til ét resultat står kun ved det resultat
    Givet et svar på Schwendlund Test Mosebryggersen med analysen NPU02319 og værdien "8,0"
    Og analysen NPU02193 med værdien "6,8"
    Når LPS'et sender svaret
    Så står der for analysen NPU02193
      | felt           | værdi                        |
      | ResultComments | Patienten havde ikke fastet. |
    Og er feltet "ResultComments" ikke med for analysen NPU02319

  @TP-4.2.35
  Scenarie: Formateret tekst bevarer skrift, linjeskift og mellemrum
    Givet et svar på Lonni Test Lauridsen med analysen DNK05222 og værdien "Normal"
    Når LPS'et sender svaret
    Så er feltet "ResultTextValue" med 2 gange for analysen DNK05222
    Og består "ResultTextValue[1]" af "Center, Break, Bold, Space, Italic, Break, Underline" for analysen DNK05222
    Og står "Elektrokardiografi" som Center i "ResultTextValue[1]" for analysen DNK05222
    Og står "Konklusion:" som Bold i "ResultTextValue[1]" for analysen DNK05222
    Og står "Sinusrytme" som Italic i "ResultTextValue[1]" for analysen DNK05222
    Og står "Ingen tegn på iskæmi." som Underline i "ResultTextValue[1]" for analysen DNK05222
    Og består "ResultTextValue[2]" af "FixedFont, Break, Right" for analysen DNK05222
    Og står "Frekvens  72" som FixedFont i "ResultTextValue[2]" for analysen DNK05222
    Og står "Tolket af AEO" som Right i "ResultTextValue[2]" for analysen DNK05222

  @TP-4.2.38
  Scenarie: Danske og særlige tegn kommer uændret frem
    Givet et svar på May June Test Moberg med analysen NPU02319 og værdien "7,7"
    Når LPS'et sender svaret
    Så er beskeden kodet i det tegnsæt, den oplyser
    Og er feltet "ResultComments" med 2 gange for analysen NPU02319
    Og står der for analysen NPU02319
      | felt              | værdi                                                                  |
      | ResultComments[1] | Æblegrød på øen, å ja: æøå ÆØÅ é ü                                     |
      | ResultComments[2] | Dosis ≥ 5 µg & < 10 µg, kaldt "halv" af patientens 'hjælper' > 2 gange |
