import { nanosecondsPerHour } from '../configuration/duration.ts';
import { formatLabels, type Labels } from '../labels.ts';
import { nowNs, type Loki } from '../loki.ts';
import type { Matcher } from '../logql/expression.ts';
import { parseMatch } from '../logql/parse-query.ts';
import { success, type Answer, type LokiRequest } from './answer.ts';
import { readBounds } from './read-parameters.ts';

/** `GET /loki/api/v1/labels`: names, of the last six hours unless asked otherwise. */
export function labels(loki: Loki, { parameters }: LokiRequest): Answer {
  const names = selected(loki, parameters).flatMap((stream) => Object.keys(stream));
  return success([...new Set(names)].toSorted());
}

/** `GET /loki/api/v1/label/<name>/values`. */
export function labelValues(loki: Loki, { parameters }: LokiRequest, name: string): Answer {
  const values = selected(loki, parameters).flatMap((stream) => stream[name] ?? []);
  return success([...new Set(values)].toSorted());
}

/** `GET` and `POST /loki/api/v1/series`: label sets that one of `match[]` matches. */
export function series(loki: Loki, { parameters }: LokiRequest): Answer {
  const matches = [...parameters.getAll('match[]'), ...parameters.getAll('match')].map((text) =>
    parseMatch(text),
  );
  const { startNs, endNs } = readBounds(parameters, nowNs(loki), nanosecondsPerHour);
  const found = (matches.length === 0 ? [[]] : matches).flatMap((matchers) =>
    loki.store.select(matchers, startNs, endNs + 1n).map((stream) => stream.labels),
  );
  return success([...new Map(found.map((one) => [formatLabels(one), one])).values()]);
}

function selected(loki: Loki, parameters: URLSearchParams): Labels[] {
  const query = parameters.get('query') ?? '';
  const matchers: Matcher[] = query === '' ? [] : parseMatch(query);
  const { startNs, endNs } = readBounds(parameters, nowNs(loki), 6n * nanosecondsPerHour);
  return loki.store.select(matchers, startNs, endNs + 1n).map((stream) => stream.labels);
}
