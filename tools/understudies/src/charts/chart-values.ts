import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A value that a chart of ours takes. */
export interface ChartValue {
  chart: string;
  /** `ingress.tls[].secretName` */
  path: string;
  /** Where the real chart has it: its own description, or the nearest one above it. */
  source: string;
  /** Whether something other than what is named may stand in it. */
  isOpen: boolean;
}

interface Schema {
  $ref?: string;
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
  definitions?: Readonly<Record<string, Schema>>;
}

const charts = join(import.meta.dirname, '../../charts');

/** All values that a chart's `values.schema.json` names, without the objects around them. */
export function chartValues(chart: string): ChartValue[] {
  const root = JSON.parse(readFileSync(join(charts, chart, 'values.schema.json'), 'utf8')) as Schema;
  const resolve = (schema: Schema): Schema => {
    const name = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? '')?.[1];
    return name === undefined ? schema : { ...root.definitions?.[name], ...schema };
  };
  const walk = (given: Schema, path: string, above: string): ChartValue[] => {
    const schema = resolve(given);
    const { description: source = above, properties, items } = schema;
    if (properties !== undefined) {
      const found = Object.entries(properties).flatMap(([key, one]) =>
        walk(one, path === '' ? key : `${path}.${key}`, source),
      );
      const isOpen = schema.additionalProperties !== false;
      return isOpen ? [...found, { chart, path, source, isOpen }] : found;
    }
    if (items !== undefined && resolve(items).properties !== undefined)
      return walk(items, `${path}[]`, source);
    return [{ chart, path, source, isOpen: false }];
  };
  return walk(root, '', '');
}
