import { killAllScript } from '../files/kill-all-script.ts';
import { paths } from '../files/paths.ts';
import { lockedScript, workFolder } from '../shell/locked-script.ts';
import { quote } from '../shell/quote.ts';

export const archivePath: string = `${paths.state}/restore.tar.gz`;
const folder = `${paths.state}/restore`;

function script(body: string): string {
  return lockedScript(`${workFolder}
${body}
fact done yes`);
}

/** Unpacks and checks the archive; nothing else is touched. */
export function unpackScript(): string {
  return script(`rm -rf ${folder}
mkdir ${folder}
try 'unpacking' tar -C ${folder} --no-same-owner -xzf ${archivePath}
manifest=$(cat ${folder}/backup.json 2>/dev/null)
[ -s ${folder}/snapshot ] && [ -s ${folder}/token ] || stop apply-failed 'unpacking' 'it holds no snapshot with its token'
case $manifest in
  *"\\"snapshotSha256\\":\\"$(digest ${folder}/snapshot)\\""*) ;;
  *) stop apply-failed 'checking the snapshot' 'its SHA-256 is another than the archive says' ;;
esac
fact manifest "$manifest"`);
}

const asideOf = (dataDirectory: string): string => quote(`${dataDirectory}/server-before-restore`);

/**
 * Ends k3s and its pods: what they do now is not in the back-up. What an earlier restore has put aside and forgotten
 * goes; from then on until etcd is made anew, what lies aside is the only whole data there is.
 */
export function stopScript(dataDirectory: string): string {
  const base64 = Buffer.from(killAllScript(dataDirectory)).toString('base64');
  return script(`[ -e ${paths.restoring} ] || rm -rf ${asideOf(dataDirectory)}
: >${paths.restoring}
printf %s ${quote(base64)} | base64 -d >"$work/kill-all"
try 'stopping k3s' sh "$work/kill-all"`);
}

/**
 * Lets k3s make a new etcd, as on an empty host: of earlier data nothing is in its way. The token goes by the
 * environment, from a file (Assumption: read there as by any other start; and the node's password, brought back, lets
 * a node of the same name join again). A unit of its own lets the work go on when the connection drops; what it left
 * half made is removed, and never takes the place of what was put aside before it.
 */
export function resetScript(dataDirectory: string): string {
  const unit = 'k3s-bootstrap-restore';
  return script(`data=${quote(dataDirectory)}
aside=${asideOf(dataDirectory)}
systemctl stop ${unit}.service 2>/dev/null
if [ -d "$aside" ]; then
  try 'removing what an interrupted restore left' rm -rf "$data/server"
elif [ -d "$data/server" ]; then
  try 'putting earlier data aside' mv "$data/server" "$aside"
fi
if [ -f ${folder}/node-password ]; then
  (umask 022; mkdir -p /etc/rancher/node)
  try 'restoring the password of the node' cp ${folder}/node-password /etc/rancher/node/password
fi
printf 'K3S_TOKEN="%s"\\n' "$(sed 's/["\\\\$\`]/\\\\&/g' ${folder}/token)" >${folder}/environment
begin=$(date +%s)
timeout 900 systemd-run --quiet --wait --collect --unit=${unit} -p Delegate=yes \\
  -p EnvironmentFile=-${paths.environment} -p EnvironmentFile=${folder}/environment \\
  ${paths.binary} server --cluster-reset --cluster-reset-restore-path=${folder}/snapshot >/dev/null 2>"$work/error" 9>&-
code=$?
if [ $code -ne 0 ]; then
  fact journal "$(cat "$work/error"; journalctl -q --no-pager -o cat -u ${unit}.service --since "@$begin" -n 200)"
else
  rm -rf ${folder} ${archivePath} ${paths.restoring}
fi`);
}
