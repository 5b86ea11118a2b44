/** Shell functions of the apply script; `$state` is its folder, file descriptor 3 the way to the caller. */
export const applyFunctions: string = String.raw`
# A record goes to the journal on the host and to the caller, who may be gone.
say() { printf '%s\n' "$1" >>"$journal"; printf '%s\n' "$1" >&3; } 2>/dev/null
json_string() {
  tr -d '\000-\010\013\014\016-\037\177' | awk 'BEGIN { printf "\"" } {
    gsub(/\\/, "&&"); gsub(/"/, "\\\""); gsub(/\t/, "\\t"); gsub(/\r/, "\\r")
    printf "%s%s", (NR > 1 ? "\\n" : ""), $0
  } END { printf "\"" }'
}
take_lock() {
  mkdir -p "$state" "$state/journal" "$state/pending"
  exec 9>>"$state/lock"
  # A reader holds the lock for an instant, hence the second of patience.
  if ! flock -w 1 9; then
    printf '{"lock":%s}\n' "$(cat "$state/holder")"
    exit 75
  fi
  from=${'$'}{SSH_CONNECTION:-unknown}
  # Named by this host's clock, so that the last is the last, whoever's clock is wrong.
  since=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
  journal=$state/journal/$since-$run.ndjson
  holder="{$who,\"since\":\"$since\",\"from\":\"${'$'}{from%% *}\"}"
  printf '%s\n' "$holder" >"$state/holder.new" && mv -f "$state/holder.new" "$state/holder"
  ls "$state/journal" | head -n -19 | while read -r old; do rm -f "$state/journal/$old"; done
  exec 3>&1
  say "$holder"
}
# same <id> <fact line>, none <id> <beginning of a fact line>: what the plan was made from still holds.
same() { case $now in *"$nl$2$nl"*) ;; *) drifted "$1" ;; esac; }
none() { case $now in *"$nl$2"*) drifted "$1" ;; esac; }
drifted() {
  case $refused in *"$nl$1$nl"*) return ;; esac
  say "{\"resource\":$1,\"state\":\"drifted\",\"detail\":\"drifted since the plan\"}"
  refused=$refused$1$nl stopped=$1
}
proceed() {
  [ ! -e "$stop_file" ] || stopped='"the caller"'
  if [ -n "$stopped" ]; then
    for id; do
      case $refused in *"$nl$id$nl"*) ;; *) say "{\"resource\":$id,\"state\":\"skipped\",\"detail\":\"not reached\"}" ;; esac
    done
    return 1
  fi
  for id; do say "{\"resource\":$id,\"state\":\"started\"}"; done
  current=$1
}
# mark <file> <id>: remember on disk, before the change, what the change will ask for.
mark() { [ -f "$1" ] || { printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1" && marked="$marked ${'$'}{1##*/}"; }; }
# attempt <step> <yes when its output may show a secret> <id>…
attempt() {
  step=$1 secret=$2
  shift 2
  rm -f "$state/untouched"
  ( set -e; "$step" ) >"$state/output" 2>&1
  status=$?
  if [ $status -eq 0 ]; then
    for id; do say "{\"resource\":$id,\"state\":\"done\"}"; done
    return
  fi
  # Nothing was changed, so nothing has to follow.
  [ ! -e "$state/untouched" ] || ( cd "$state/pending" && rm -f $marked )
  if [ "$secret" = yes ]; then detail='"its output is withheld: it may show a secret"'
  else detail=$(tail -c 2000 "$state/output" | json_string); fi
  for id; do say "{\"resource\":$id,\"state\":\"failed\",\"detail\":$detail}"; done
  stopped=$1
}
is_pending() { [ -f "$pending-$1" ]; }
# put_file <path> <owner:group> <mode> <validation or nothing>, content in base64 on stdin.
put_file() {
  new=${'$'}{1%/*}/.ssh-host.new
  rm -f "$new"
  base64 -d >"$new"
  chown "$2" "$new"
  chmod "$3" "$new"
  if [ -n "$4" ] && ! sh -c "$4" sh "$new"; then
    rm -f "$new"
    echo "the new content of $1 was refused by its validation; the old file is untouched"
    : >"$state/untouched"
    exit 1
  fi
  mv -fT "$new" "$1"
}
# Long work is a unit of systemd and outlives this script. await_unit <unit>: what an earlier run began.
await_unit() {
  [ -d /run/systemd/system ] && systemctl -q is-active "$1" || return 0
  say "{\"resource\":$current,\"state\":\"waiting\",\"detail\":\"for $1, begun by an earlier run\"}"
  while systemctl -q is-active "$1"; do sleep 0.2; done
}
# run_unit <unit> <command>: neither the lock nor the way to the caller is handed on, or it would keep both from ending.
run_unit() {
  if [ ! -d /run/systemd/system ]; then sh -c "$2" 3>&-; return; fi
  : >"$state/$1.log"
  # systemd would expand variables in arguments, so the command goes by file.
  printf '%s\n' "$2" >"$state/$1.sh"
  systemd-run -q --unit="$1" --collect --wait -p "StandardOutput=truncate:$state/$1.log" \
    -p "StandardError=append:$state/$1.log" -E "PATH=$PATH" -E LC_ALL=C -E DEBIAN_FRONTEND=noninteractive \
    /bin/sh "$state/$1.sh" 3>&- 9>&- || { status=$?; cat "$state/$1.log"; return $status; }
}`;
