/** What Loki is started with (grafana-community/helm-charts charts/loki/templates/_pod.tpl); other arguments are refused. */
export function readArguments(given: readonly string[]): { configurationFile: string } {
  let configurationFile: string | undefined;
  for (const argument of given) {
    const [, name = '', value = ''] = /^--?([^=]+)(?:=(.*))?$/.exec(argument) ?? [];
    if (name === 'config.file' && value !== '') configurationFile = value;
    else if (!(name === 'config.expand-env' && value === 'true') && !(name === 'target' && value === 'all'))
      throw new Error(`flag provided but not defined, or not played: ${argument}`);
  }
  if (configurationFile === undefined) throw new Error('-config.file is not given');
  return { configurationFile };
}
