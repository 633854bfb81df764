#!/bin/sh
# A vendor's program in plain POSIX shell: ./lps.sh send --case CASE.json --hub URL
# It needs awk, iconv and curl, sends clinical biochemistry (XRPT01), and has no outbox: a message that the hub does not
# take is lost, and told as a failure. The contract is docs/leverandoer.md.
set -eu

here=$(dirname "$0")
do=$1
shift
case='' hub=''
while [ $# -gt 0 ]; do
    case $1 in
        --case) case=$2 ;;
        --hub) hub=$2 ;;
        --replaces) ;; # a correction holds the same sample numbers, so the databank knows what it corrects
        *) echo "Ukendt: $1" >&2; exit 2 ;;
    esac
    shift 2
done
case $do in
    send | correct) ;;
    *) echo "Kan ikke: $do" >&2; exit 2 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Identifiers: 14 characters, never used again by this sender (seconds since 1970 and the process's number).
number=$(date +%s)$(printf %03d $(($$ % 1000)))
envelope=E$number
letter=L$number

status=0
LC_ALL=C awk -v envelope="$envelope" -v letter="$letter" -v sent="$(date +%Y-%m-%dT%H:%M)" \
    -f "$here/xrpt01.awk" "$case" >"$work/utf8.xml" 2>"$work/why" || status=$?
if [ "$status" -eq 10 ]; then
    printf '{"reason": "%s"}\n' "$(cat "$work/why")"
    exit 10
elif [ "$status" -ne 0 ]; then
    cat "$work/why" >&2
    exit 1
fi
encoding=$(sed -n '1s/.*encoding="\([^"]*\)".*/\1/p' "$work/utf8.xml")
if ! iconv -f UTF-8 -t "$encoding" "$work/utf8.xml" >"$work/message.xml"; then
    printf '{"reason": "Teksten har tegn, der ikke findes i %s."}\n' "$encoding"
    exit 10
fi

# How the hub knows us is told by the environment. The token goes through standard input: others can read a command line.
{
    [ -z "${LABCERT_TOKEN:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$LABCERT_TOKEN"
    [ -z "${LABCERT_CA:-}" ] || printf 'cacert = "%s"\n' "$LABCERT_CA"
    [ -z "${LABCERT_CERTIFICATE:-}" ] || printf 'cert = "%s"\nkey = "%s"\n' "$LABCERT_CERTIFICATE" "$LABCERT_KEY"
} | curl --config - --silent --show-error --noproxy '*' --max-time 30 --output "$work/answer" \
    --write-out '%{http_code}' --header 'Content-Type: application/xml' --data-binary "@$work/message.xml" \
    "$hub/plsp/messages" >"$work/status"

echo "PLSP svarede $(cat "$work/status")" >&2
printf '{"envelope": "%s", "letters": ["%s"]}\n' "$envelope" "$letter"
