import {
  pinCharts,
  type ChartPin,
  type DesiredRelease,
  type JsonObject,
  type JsonValue,
} from '@wescale/helm-release';
import type { Hunt } from '../../configuration/hunt-schema.ts';
import type { Internet } from '../../environment/internet.ts';
import { chartReference } from '../chart-reference.ts';
import type { ChartName } from '../charts.ts';

/** What all releases of a board are made from. */
export interface BoardReleaseOptions {
  hunt: Hunt;
  internet: Internet;
  /** Digests that are kept of charts. @default none */
  pins?: readonly ChartPin[];
}

/**
 * A release of a board: the pinned chart, our values, and over them what `hunt.yaml` says of this chart.
 *
 * @param release all that differs from one to the next
 */
export function boardRelease(
  chart: ChartName,
  { hunt, internet, pins = [] }: BoardReleaseOptions,
  { values, ...release }: Pick<DesiredRelease, 'namespace' | 'crds'> & { values: JsonObject },
): DesiredRelease {
  const own = (hunt.board.charts[chart]?.values ?? {}) as JsonObject;
  const desired = {
    name: chart,
    createNamespace: true,
    chart: chartReference(chart, hunt, internet),
    values: mergeValues(values, own),
    // What others changed about these objects is drift, and taken back like any other.
    forceConflicts: true,
    timeoutSeconds: 600,
    ...release,
  };
  return pinCharts([desired], pins)[0] ?? desired;
}

/** As helm merges values: objects by their keys, everything else is replaced; null removes. */
export function mergeValues(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergeValues(before, value) : value;
  }
  return merged;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
