import type { DashboardModel, Variable } from './dashboard.ts';

/** What Grafana itself puts into queries; windows that fit the board's scrapes. */
const builtIn: Readonly<Record<string, string>> = {
  __rate_interval: '5m',
  __interval: '1m',
  __auto: '5m',
  __range: '1h',
};

/**
 * A query with its variables replaced, `$name` and `${name}` (Grafana's documentation, "Variable syntax").
 *
 * @param chosen values of variables by their names; the rest has what the dashboard says is current
 */
export function interpolate(
  query: string,
  { templating }: DashboardModel,
  chosen: Readonly<Record<string, string>> = {},
): string {
  const variables = templating?.list ?? [];
  return query.replaceAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? '';
    const variable = variables.find((one) => one.name === name);
    return builtIn[name] ?? chosen[name] ?? (variable === undefined ? whole : valueOf(variable));
  });
}

function valueOf({ current, allValue }: Variable): string {
  const value = current?.value ?? '';
  const values = typeof value === 'string' ? [value] : value;
  if (values.includes('$__all')) return allValue ?? '.*';
  return values.length > 1 ? `(${values.join('|')})` : (values[0] ?? '');
}
