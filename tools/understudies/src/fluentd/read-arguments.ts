/** What fluentd is started with in a pod. */
export interface FluentdArguments {
  configurationFile: string;
  /** Reads the configuration and ends: the operator's check. */
  isDryRun: boolean;
}

/** kube-logging/logging-operator pkg/resources/fluentd/appconfigmap.go, `containerCheckPod`; other arguments are refused. */
export function readArguments(given: readonly string[]): FluentdArguments {
  const [program, ...rest] = given.length === 0 ? ['fluentd'] : given;
  if (program !== 'fluentd') throw new Error(`${program ?? ''} is not in this image`);
  const read: FluentdArguments = { configurationFile: '/fluentd/etc/fluent.conf', isDryRun: false };
  for (let at = 0; at < rest.length; at += 1) {
    const argument = rest[at] ?? '';
    if (argument === '--dry-run') read.isDryRun = true;
    else if (argument === '-c') read.configurationFile = rest[(at += 1)] ?? '';
    else throw new Error(`invalid option, or not played: ${argument}`);
  }
  return read;
}
