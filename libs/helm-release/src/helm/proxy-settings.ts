const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/**
 * What of an environment says which proxies to use, for the option `environment`: helm gets nothing else of it. Requests
 * of this library to the Kubernetes API use no proxy; helm's do, unless `NO_PROXY` names the API.
 *
 * @example
 * createHelm({ helm, homeDirectory, environment: pickProxySettings(process.env) });
 */
export function pickProxySettings(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const wanted = [...names, ...names.map((name) => name.toLowerCase())];
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
