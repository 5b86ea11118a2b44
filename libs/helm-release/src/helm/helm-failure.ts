import { HelmFailedError, type HelmFailureCode } from '../errors.ts';

/**
 * What helm's words mean. Its exit code is 1 for everything, so that the words are all there is; what they do not tell is
 * `helm-failed`. Seen from helm 4.2.3 and 4.1.4.
 */
const meanings: readonly (readonly [RegExp, HelmFailureCode, string])[] = [
  [
    /cluster unreachable|cluster reachability check failed|connection refused.*\/(api|apis|version)\b/i,
    'cluster-unreachable',
    'the cluster gives no answer',
  ],
  [
    /requires kubeVersion: .* incompatible with Kubernetes/i,
    'chart-refused-kubernetes-version',
    'the chart does not accept this version of Kubernetes',
  ],
  [
    /don't meet the specifications of the schema/i,
    'values-refused',
    "the values do not fit the chart's schema",
  ],
  [
    /cannot load values|error parsing .*values|failed to parse .*values/i,
    'values-refused',
    'the values cannot be read',
  ],
  [
    /execution error at|nil pointer evaluating|error calling|template: .*: (executing|parse)|parse error at|YAML parse error|error converting YAML/i,
    'render-failed',
    'the chart cannot be rendered with these values',
  ],
  [
    /not a valid chart repository or cannot be reached|failed to (fetch|perform "Fetch\w*")[^\n]*(dial tcp|lookup|timeout|connection|tls:|x509)/i,
    'repository-unreachable',
    'the repository cannot be reached',
  ],
  [
    /chart "[^"]*"( version "[^"]*")? not found in|chart "[^"]*" matching .* not found|no chart (version|name) found|failed to fetch[^\n]*404|FetchReference"[^\n]*not found|: not found$|path "[^"]*" not found/im,
    'chart-not-found',
    'there is no such chart or version',
  ],
  [
    /Chart\.yaml file is missing|chart metadata is missing|validation: |invalid chart|does not appear to be a gzipped archive|failed to load chart/i,
    'chart-unreadable',
    'this is no chart',
  ],
  [/namespaces? "[^"]*" not found/i, 'namespace-missing', 'the namespace is not there; set createNamespace'],
  [
    /conflicts? with "|Apply failed with \d+ conflicts?/i,
    'conflict',
    'somebody else set fields that the chart sets; forceConflicts takes them back',
  ],
  [
    /cannot be imported into the current release|invalid ownership metadata/i,
    'conflict',
    'an object of this name is there and belongs to something else',
  ],
  [/hooks? failed|(pre|post)-(install|upgrade|rollback|delete)[^\n]*failed/i, 'hook-failed', 'a hook failed'],
  [/is forbidden|Unauthorized|must be logged in/i, 'cluster-refused', 'the cluster does not allow it'],
  [
    /no matches for kind|resource mapping not found|is invalid|admission webhook|unknown field|unable to decode|failed to create typed patch object/i,
    'objects-refused',
    'the cluster refuses an object of the chart',
  ],
];

/** The error for what helm said; the last lines of it are in the message, all of it is in `helmText`. */
export function helmFailure(about: string, helmText: string): HelmFailedError {
  const meaning = meanings.find(([pattern]) => pattern.test(helmText));
  const words = helmText
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^Use --debug flag|^level=/.test(line))
    .map((line) => line.replace(/^Error: /, ''));
  const said = words.slice(-6).join('\n');
  const [, code, hint] = meaning ?? [undefined, 'helm-failed' as const, 'helm failed'];
  return new HelmFailedError(code, `${about}: ${hint}: ${said}`, helmText);
}
