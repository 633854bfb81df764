# Reads CASE.json, one field a line as it is written, and prints the message: an Emessage with one XRPT01.
# Set with -v: envelope, letter, sent (2026-03-18T09:30).

function plain(text) {                    # a JSON string without its quotes and escapes, as XML text
    text = substr(text, 2, length(text) - 2)
    gsub(/\\n/, " ", text); gsub(/\\"/, "\"", text); gsub(/\\\\/, "\\", text)
    gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text)
    return text
}
function refuse(why) { refused = 1; print why > "/dev/stderr"; exit 10 }
function put(name, text) { if (text != "") printf "<%s>%s</%s>", name, text, name }
function moment(name, when) { printf "<%s><Date>%s</Date><Time>%s</Time></%s>", name, substr(when, 1, 10), substr(when, 12, 5), name }
function party(who) {
    put("EANIdentifier", v[who ".ean"]); put("Identifier", v[who ".identifier"])
    put("IdentifierCode", v[who ".identifier_code"]); put("OrganisationName", v[who ".name"])
    put("DepartmentName", v[who ".department"])
}
function texts(name, at,    i, j, style) { # each text of a list is an element; a style is an element in it
    for (i = 0; (at "." i ".0.style") in v; i++) {
        printf "<%s>", name
        for (j = 0; (at "." i "." j ".style") in v; j++) {
            style = inline[v[at "." i "." j ".style"]]
            if (style == "Break" || style == "Space") printf "<%s/>", style
            else if (style) put(style, v[at "." i "." j ".text"])
            else printf "%s", v[at "." i "." j ".text"]
        }
        printf "</%s>", name
    }
}
function result(r) {
    printf "<Result>"; put("ResultStatusCode", v[r ".status"])
    printf "<Analysis>"
    put("AnalysisCode", v[r ".code"]); put("AnalysisCodeType", v[r ".code_type"])
    put("AnalysisCodeResponsible", v[r ".code_responsible"])
    put("AnalysisShortName", v[r ".short_name"]); put("AnalysisCompleteName", v[r ".name"])
    printf "</Analysis><ProducerOfLabResult>"
    put("Identifier", v["sender.identifier"]); put("IdentifierCode", v["sender.laboratory"])
    printf "</ProducerOfLabResult>"
    if (v[r ".interval.kind"] v[r ".interval.lower"] v[r ".interval.upper"] v[r ".interval.text"] != "") {
        printf "<ReferenceInterval>"
        if (v[r ".interval.kind"] v[r ".interval.lower"] v[r ".interval.upper"] != "")
            put("TypeOfInterval", v[r ".interval.kind"] ? v[r ".interval.kind"] : "uspecificeret")
        put("LowerLimit", v[r ".interval.lower"]); put("UpperLimit", v[r ".interval.upper"])
        put("IntervalText", v[r ".interval.text"])
        printf "</ReferenceInterval>"
    }
    put("ResultType", v[r ".type"]); put("Operator", v[r ".operator"]); put("Value", v[r ".value"])
    put("Unit", v[r ".unit"]); put("ResultValidation", v[r ".abnormal"])
    texts("ResultTextValue", r ".text"); texts("ResultComments", r ".comments")
    printf "</Result>"
}

{   # a line is a key or a place in a list, and then a value or the beginning of what is inside
    sub(/^ +/, ""); sub(/,$/, "")
    if ($0 ~ /^[]}]/) { depth--; next }
    name = list[depth] ? number[depth]++ : ""
    if (!list[depth] && match($0, /^"[^"]*": /)) { name = substr($0, 2, RLENGTH - 4); $0 = substr($0, RLENGTH + 1) }
    path[depth] = (depth > 1 ? path[depth - 1] "." : "") name
    if ($0 == "{" || $0 == "[") { list[++depth] = ($0 == "["); number[depth] = 0; next }
    if ($0 == "null" || $0 == "[]" || $0 == "{}") v[path[depth]] = ""
    else v[path[depth]] = ($0 ~ /^"/) ? plain($0) : $0
}

END {
    if (refused) exit 10
    split("bold Bold italic Italic underline Underline center Center right Right fixed FixedFont break Break space Space", s, " ")
    for (i = 1; i in s; i += 2) inline[s[i]] = s[i + 1]
    for (i = 0; ("results." i ".code") in v; i++) {
        if (v["results." i ".specialty"] != "biochemistry") refuse("Eksemplet kan kun sende klinisk biokemi.")
        if (length(v["results." i ".value"]) > 12) refuse("Værdien er for lang: der er plads til 12 tegn.")
    }
    printf "<?xml version=\"1.0\" encoding=\"%s\"?>\n", v["encoding"]
    printf "<Emessage xmlns=\"http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/\"><Envelope>"
    moment("Sent", sent); put("Identifier", envelope)
    put("AcknowledgementCode", v["acknowledgement"] == "true" ? "pluspositivkvitt" : "minuspositivkvitt")
    printf "</Envelope><LaboratoryReport><Letter>"
    put("Identifier", letter); put("VersionCode", "XR0131K"); put("StatisticalCode", "XRPT01")
    moment("Authorisation", v["sample.authorised_at"]); put("TypeCode", "XRPT01")
    printf "</Letter><Sender>"; party("sender")
    put("MedicalSpecialityCode", v["sender.speciality"]); put("FromLabIdentifier", v["sender.laboratory"])
    printf "</Sender><Receiver>"; party("requester")
    if (v["requester.initials"]) { printf "<Physician>"; put("PersonInitials", v["requester.initials"]); printf "</Physician>" }
    printf "</Receiver><Patient>"
    put("CivilRegistrationNumber", v["patient.cpr"]); put("AlternativeIdentifier", v["patient.replacement"])
    put("PersonSurnameName", v["patient.surname"]); put("PersonGivenName", v["patient.given_name"])
    if (v["consent"]) { printf "<Consent>"; put("Given", v["consent"] == "refused" ? "false" : "true"); printf "</Consent>" }
    printf "</Patient><RequisitionInformation>"
    if ("comments.0" in v) {
        printf "<Comments>%s", v["comments.0"]
        for (i = 1; ("comments." i) in v; i++) printf "<Break/>%s", v["comments." i]
        printf "</Comments>"
    }
    printf "<Sample>"
    put("LaboratoryInternalSampleIdentifier", v["sample.laboratory_number"])
    put("RequesterSampleIdentifier", v["sample.requester_number"]); moment("SamplingDateTime", v["sample.taken"])
    printf "</Sample></RequisitionInformation><LaboratoryResults><GeneralResultInformation>"
    put("ReportStatusCode", v["report_status"]); put("LaboratoryInternalProductionIdentifier", v["sample.production_number"])
    moment("ResultsDateTime", v["sample.results_at"])
    printf "</GeneralResultInformation>"
    for (i = 0; ("results." i ".code") in v; i++) result("results." i)
    printf "</LaboratoryResults></LaboratoryReport></Emessage>\n"
}
