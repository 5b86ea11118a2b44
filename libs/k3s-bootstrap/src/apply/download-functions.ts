/**
 * Shell functions that bring files of a release onto the host. A file grows under its `.partial` name and is only
 * renamed when its SHA-256 is right; what a cut leaves is gone on with.
 */
export const downloadFunctions: string = String.raw`progress() { fact progress "$1"; }
stop() { fact failure "$(printf '%s\n' "$@")"; exit 1; }
# try STEP COMMAND…: goes on only when the command succeeds
try() {
  step=$1; shift
  "$@" >/dev/null 2>"$work/error" || { grep -q 'No space left' "$work/error" && stop disk-full "$step"; stop apply-failed "$step" "$(cat "$work/error")"; }
}
digest() { [ -f "$1" ] && sha256sum "$1" | cut -d ' ' -f 1; }
size() { stat -c %s "$1" 2>/dev/null || echo 0; }
# fetch URL FILE: goes on where FILE ends; a few attempts, each from there
fetch() {
  attempt=0
  while :; do
    attempt=$((attempt + 1))
    curl -sSLf -C - --connect-timeout 15 --speed-limit 1000 --speed-time 30 -w '%{http_code}' -o "$2" "$1" \
      >"$work/status" 2>"$work/error" 9>&- &
    transfer=$!
    waited=0
    while kill -0 $transfer 2>/dev/null; do
      sleep 0.1
      waited=$((waited + 1))
      [ $((waited % 10)) -eq 0 ] && progress "downloading $1: $(size "$2") bytes"
    done
    wait $transfer
    code=$?
    detail="$(cat "$work/error")"
    case $code:$(cat "$work/status") in
      0:*) return 0 ;;
      # The server does not go on from the middle, or the file has no such middle: once more from the start.
      33:* | 36:* | *:416) rm -f "$2" ;;
      22:408 | 22:429 | 22:5*) ;;
      22:*) stop download-failed "$1" "$detail" ;;
      *) case $detail in *'No space left'* | *'Failure writing output'*) rm -f "$2"; stop disk-full "downloading $1" ;; esac ;;
    esac
    [ $attempt -lt 4 ] || stop download-failed "$1" "$detail"
    progress "downloading $1: attempt $attempt failed ($detail), going on"
    sleep $attempt
  done
}
# expect NAME URL: the digest that the release's list has for a file
expect() {
  rm -f "$work/list"
  fetch "$2" "$work/list"
  expected=$(awk -v name="$1" '{ sub(/^[*]/, "", $2); sub(/^[.]\//, "", $2) } $2 == name { print $1; exit }' "$work/list")
}
# verify NAME FILE EXPECTED: a file that is another is removed
verify() {
  actual=$(digest "$2")
  [ "$actual" = "$3" ] || { rm -f "$2"; rmdir "$(dirname "$2")" 2>/dev/null; stop checksum-mismatch "$1" "$3" "$actual"; }
}
# obtain NAME URL FILE EXPECTED
obtain() {
  before=$(size "$3")
  [ "$before" -gt 0 ] && [ "$(digest "$3")" = "$4" ] && return 0
  if [ "$before" -gt 0 ]; then progress "downloading $2: going on after $before bytes"; else progress "downloading $2"; fi
  fetch "$2" "$3"
  # A beginning from an earlier run may have been the damaged part; a file that came whole is not fetched twice.
  if [ "$before" -gt 0 ] && [ "$(digest "$3")" != "$4" ]; then
    progress "downloading $2: what was there is no beginning of it; from the start"
    rm -f "$3"
    fetch "$2" "$3"
  fi
  verify "$1" "$3" "$4"
}`;
