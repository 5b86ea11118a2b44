import type { Resource } from '@wescale/ssh-host';

const folder = '/etc/nginx/conf.d';

/** One file of nginx's sites. It is tried together with the others before it takes its place; then nginx is reloaded. */
export function nginxSite(name: string, content: string): Resource[] {
  const path = `${folder}/${name}.conf`;
  return [
    { kind: 'file', path, content, validate: validate(path) },
    { kind: 'unit', name: 'nginx.service', isEnabled: true, isRunning: true, reloadOn: [`file:${path}`] },
  ];
}

/** nginx reads a site only as part of a whole configuration: the other sites are in it, and the new one for the old. */
function validate(path: string): string {
  return `whole=$(mktemp)
{
  echo 'events {} http {'
  for site in ${folder}/*.conf; do [ "$site" = ${path} ] || ! [ -e "$site" ] || printf 'include %s;' "$site"; done
  printf 'include %s; }' "$1"
} >"$whole"
nginx -t -q -c "$whole" || { rm -f "$whole"; exit 1; }
rm -f "$whole"`;
}
