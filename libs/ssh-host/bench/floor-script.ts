import { createHash } from 'node:crypto';
import { siteContent } from './resources.ts';

/**
 * The floor: the same work as one plain shell script, written by hand for just this host, without plan, lock, journal,
 * drift check, proof or safety against a cut. Prints how many things it changed.
 */
export function floorScript(): string {
  const file = (path: string, mode: string, content: string, validate = ''): string => {
    const hash = createHash('sha256').update(content).digest('hex');
    return `file ${path} ${mode} ${hash} ${Buffer.from(content).toString('base64')} '${validate}'`;
  };
  return `export LC_ALL=C
changed=0
changes() { changed=$((changed + 1)); }
installed=$(dpkg-query -W -f '\${Package} \${db:Status-Abbrev}\\n' 2>/dev/null)
package() { case "
$installed
" in *"
$1 ii "*) ;; *) apt-get install -y -qq "$1" >/dev/null 2>&1; changes ;; esac; }
directory() { [ "$(stat -c '%F %a' "$1" 2>/dev/null)" = 'directory 755' ] || { mkdir -p "$1"; chmod 755 "$1"; changes; }; }
file() {
  now=$(sha256sum "$1" 2>/dev/null)
  [ "\${now%% *}" = "$3" ] && [ "$(stat -c %a "$1")" = "$2" ] && return
  new=$(mktemp "$1.XXXXXX"); printf %s "$4" | base64 -d >"$new"; chmod "$2" "$new"
  [ -z "$5" ] || $5 "$new" >/dev/null || { rm -f "$new"; exit 1; }
  mv -f "$new" "$1"; changes
}
line() {
  grep -qxF "$3" "$1" 2>/dev/null && return
  if grep -q "$2" "$1" 2>/dev/null; then sed -i "s/$2.*/$3/" "$1"; else echo "$3" >>"$1"; fi; changes
}
${['curl', 'ca-certificates', 'cron', 'procps', 'sudo'].map((name) => `package ${name}`).join('\n')}
getent group hunt >/dev/null || { groupadd hunt; changes; }
getent passwd hunt >/dev/null || { useradd -g hunt -s /bin/bash -m hunt; changes; }
${['/etc/hunt', '/etc/hunt/sites', '/var/lib/hunt', '/var/log/hunt'].map((path) => `directory ${path}`).join('\n')}
${Array.from({ length: 8 }, (_, index) => file(`/etc/hunt/sites/site${index}.conf`, '644', siteContent(index))).join('\n')}
${[0, 1, 2].map((index) => `line /etc/hunt/lines.conf ^key${index}= key${index}=value${index}`).join('\n')}
${file('/etc/sysctl.d/90-hunt.conf', '644', 'net.ipv4.ip_forward=1\n')}
${file('/etc/sudoers.d/hunt', '440', 'hunt ALL=(ALL) NOPASSWD: /usr/bin/true\n', 'visudo -cf')}
[ "$(readlink /etc/hunt/enabled)" = /etc/hunt/sites ] || { ln -sfn /etc/hunt/sites /etc/hunt/enabled; changes; }
[ ! -e /etc/hunt/old.conf ] || { rm -f /etc/hunt/old.conf; changes; }
jobs=$(crontab -l 2>/dev/null)
case $jobs in *'5 * * * * /usr/bin/true'*) ;; *) printf '%s\\n' "$jobs" '5 * * * * /usr/bin/true' | crontab -; changes ;; esac
systemctl -q is-active cron || { systemctl start cron; changes; }
[ -e /etc/hunt ] || { /usr/bin/true; changes; }
stat /etc/hunt/sites/site0.conf >/dev/null
echo "$changed"
`;
}
