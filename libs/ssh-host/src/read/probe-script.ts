import { createHash } from 'node:crypto';
import { kindOf, resourceId, type Resource } from '../resources/resource.ts';
import type { Trigger } from '../resources/resource-kind.ts';
import { quote } from '../shell/quote.ts';
import { hashFilesFunction, probePaths } from './probe-paths.ts';

/** What every script of ours starts with: no surprises from the login's environment, nothing readable by others. */
export const scriptHead: string = String.raw`set -u
umask 077
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
nl='
' tab='	'
${hashFilesFunction}
# Lines of tab-separated key=value become JSON objects, one a line; lines of anything else are dropped.
to_json() {
  awk -F '\t' '/^fact=/ {
    line = "{"
    for (i = 1; i <= NF; i++) {
      at = index($i, "="); value = substr($i, at + 1)
      gsub(/\\/, "&&", value); gsub(/"/, "\\\"", value); gsub(/[\001-\037]/, "?", value)
      line = line (i > 1 ? "," : "") "\"" substr($i, 1, at - 1) "\":\"" value "\""
    }
    print line "}"
  }'
}`;

/** Shell that prints every fact these resources are decided upon, one a line. */
export function probeBody(
  resources: readonly Resource[],
  stateDirectory: string,
  isContentShown: boolean,
): string {
  const byKind = new Map<string, Resource[]>();
  for (const resource of resources)
    byKind.set(resource.kind, [...(byKind.get(resource.kind) ?? []), resource]);
  const queries = resources
    .flatMap((resource) => kindOf(resource).paths?.(resource) ?? [])
    .map((query) => (isContentShown ? query : { ...query, isShown: false }));
  const fragments = [...byKind.values()].map((some) => some[0] && kindOf(some[0]).probe?.(some));
  const pending = resources.flatMap((resource) =>
    (kindOf(resource).triggers?.(resource) ?? []).map(({ name }) => {
      const file = quote(pendingFile(stateDirectory, resource, name));
      return `[ -f ${file} ] && read -r because <${file} && printf 'fact=pending\\tname=%s\\tbecause=%s\\n' ${quote(pendingName(resource, name))} "$because"`;
    }),
  );
  return [probePaths(queries), ...fragments, ...pending].filter((part) => part).join('\n');
}

/** The whole probe: who holds the lock, how the last run ended, and the facts. */
export function probeScript(resources: readonly Resource[], stateDirectory: string): string {
  return `${scriptHead}
state=${quote(stateDirectory)}
facts() {
${probeBody(resources, stateDirectory, true)}
:
}
main() {
exec </dev/null
  if [ -f "$state/lock" ]; then
    exec 9<"$state/lock"
    flock -s -n 9 || { read -r holder <"$state/holder" && printf '{"lock":%s}\\n' "$holder"; }
    exec 9<&-
  fi
  for journal in "$state"/journal/*.ndjson; do :; done
  [ -f "$journal" ] && sed 's/^/{"journal":/; s/$/}/' "$journal"
  facts | to_json
  echo '{"end":"probe"}'
}
main
`;
}

/** A mark on the host: this trigger was asked for and has not been acted on yet. */
export function pendingFile(stateDirectory: string, resource: Resource, trigger: Trigger['name']): string {
  const digest = createHash('sha256').update(resourceId(resource)).digest('hex').slice(0, 32);
  return `${stateDirectory}/pending/${digest}-${trigger}`;
}

/** The name of the `pending` fact that tells of such a mark. */
export function pendingName(resource: Resource, trigger: Trigger['name']): string {
  return `${trigger} ${resourceId(resource)}`;
}
