# language: da
Egenskab: Afsender, modtager og laboratorium
  Beskeden skal sige, hvem der har lavet analysen, og hvem der har bestilt den.

  @TP-4.2.15
  Scenarie: Afsenderen er lægehuset med et gyldigt EAN-nummer
    Givet et svar på Odd Haugen Test Mosebryggersen med analysen NPU02319 og værdien "9,1"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                    | værdi                |
      | Sender/EANIdentifier    | 5790000147465        |
      | Sender/OrganisationName | Lægehuset Æblegården |
    Og er "Sender" angivet ved ét af disse numre
      | IdentifierCode  | Identifier     |
      | ydernummer      | 045861         |
      | sorkode         | 73091000016008 |
      | lokationsnummer | 5790000147465  |
    Og er "Sender/EANIdentifier" et gyldigt EAN-nummer

  @TP-4.2.16
  Scenarie: Modtageren er rekvirenten
    Givet et svar på Odd Haugen Test Mosebryggersen med analysen NPU02319 og værdien "9,3"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                              | værdi              |
      | Receiver/EANIdentifier            | 5790001382445      |
      | Receiver/Identifier               | 5790001382445      |
      | Receiver/IdentifierCode           | lokationsnummer    |
      | Receiver/OrganisationName         | MedComs testcenter |
      | Receiver/Physician/PersonInitials | AEO                |
    Og er "Receiver/EANIdentifier" et gyldigt EAN-nummer

  @TP-4.2.17
  Scenarie: Laboratoriekoden PNT står hos afsenderen og ved resultatet
    Givet et svar på Ruddi Test Berggren med analysen NPU22089 og værdien "6,3"
    Når LPS'et sender svaret
    Så står der i brevet
      | felt                     | værdi |
      | Sender/FromLabIdentifier | PNT   |
    Og står der for analysen NPU22089
      | felt                               | værdi |
      | ProducerOfLabResult/IdentifierCode | PNT   |
