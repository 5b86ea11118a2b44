import { Type } from 'typebox';
import { Errors } from 'typebox/value';
import { parse } from 'yaml';

import { ProvisioningError } from './provisioning-error.ts';

/** Kinds of data sources that are played. */
export type DataSourceType = 'loki' | 'prometheus';

const dataSource = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    type: Type.Enum(['loki', 'prometheus']),
    uid: Type.String({ pattern: '^[a-zA-Z0-9_-]{1,40}$' }),
    url: Type.String({ pattern: '^https?://[^/]+/?$' }),
    access: Type.Literal('proxy'),
    isDefault: Type.Optional(Type.Boolean()),
    editable: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const file = Type.Object(
  { apiVersion: Type.Literal(1), datasources: Type.Array(dataSource) },
  { additionalProperties: false },
);

export interface DataSource {
  /** Counted from one, as Grafana numbers what it provisions. */
  id: number;
  name: string;
  type: DataSourceType;
  uid: string;
  url: string;
  access: 'proxy';
  isDefault?: boolean;
  editable?: boolean;
}

/**
 * A file of data sources, with nothing in it that is not played (facts/hosts-helm-charts.md B, grafana; Grafana's
 * documentation, "Provision Grafana", data sources).
 *
 * @throws ProvisioningError
 */
export function readDataSources(text: string): DataSource[] {
  const given = parse(text) as { datasources: Omit<DataSource, 'id'>[] };
  const [error] = Errors(file, given);
  if (error !== undefined) {
    const at = error.instancePath.split('/').slice(1).join('.');
    throw new ProvisioningError(`data sources: ${at} ${error.message} ${JSON.stringify(error.params)}`);
  }
  const { datasources } = given;
  for (const key of ['name', 'uid'] as const) {
    const values = datasources.map((one) => one[key]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) throw new ProvisioningError(`data sources: two have the ${key} ${twice}`);
  }
  // The real one refuses to start with "only one datasource per organization can be marked as default".
  if (datasources.filter(({ isDefault }) => isDefault === true).length > 1)
    throw new ProvisioningError('data sources: only one can be marked as default');
  return datasources.map((one, index) => ({ ...one, id: index + 1 }));
}
