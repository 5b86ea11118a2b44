import { type Static, type TSchema, Type } from 'typebox';
import { Errors } from 'typebox/value';
import { parse } from 'yaml';

import { parseDurationNs } from './duration.ts';

/** What of Loki's configuration the understudy acts on. */
export interface LokiConfiguration {
  address: string;
  port: number;
  directory: string;
  /** Lines older than this are deleted; `undefined` for never. */
  retentionNs: bigint | undefined;
  /** Lines older than this are refused; `undefined` for never. */
  oldestAcceptedNs: bigint | undefined;
  /** Whether start and end of metric queries are moved to multiples of the step. */
  alignsWithStep: boolean;
}

const strict = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });
const optional = Type.Optional;

/** The sections that the chart writes for our values (grafana-community/helm-charts charts/loki/values.yaml, `loki.config`). */
const schema = strict({
  auth_enabled: Type.Literal(false),
  server: strict({
    http_listen_address: optional(Type.String()),
    http_listen_port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    grpc_listen_port: optional(Type.Integer()),
    http_server_read_timeout: optional(Type.String()),
    http_server_write_timeout: optional(Type.String()),
  }),
  common: strict({
    path_prefix: Type.String({ minLength: 1 }),
    replication_factor: Type.Literal(1),
    storage: strict({
      filesystem: strict({ chunks_directory: Type.String(), rules_directory: Type.String() }),
    }),
  }),
  schema_config: strict({
    configs: Type.Array(
      strict({
        from: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
        store: Type.Literal('tsdb'),
        object_store: Type.Literal('filesystem'),
        schema: Type.Literal('v13'),
        index: strict({ prefix: Type.String(), period: Type.Literal('24h') }),
      }),
      { minItems: 1, maxItems: 1 },
    ),
  }),
  limits_config: optional(
    strict({
      retention_period: optional(Type.String()),
      reject_old_samples: optional(Type.Boolean()),
      reject_old_samples_max_age: optional(Type.String()),
      max_cache_freshness_per_query: optional(Type.String()),
      split_queries_by_interval: optional(Type.String()),
      query_timeout: optional(Type.String()),
      volume_enabled: optional(Type.Boolean()),
    }),
  ),
  compactor: optional(
    strict({
      retention_enabled: optional(Type.Boolean()),
      delete_request_store: optional(Type.Literal('filesystem')),
    }),
  ),
  query_range: optional(strict({ align_queries_with_step: optional(Type.Boolean()) })),
});

/**
 * Reads `config.yaml`.
 *
 * @throws where Loki would not start, and where it asks for what is not played
 */
export function readConfiguration(text: string): LokiConfiguration {
  const value = parse(text) as unknown;
  const [problem] = Errors(schema, value);
  if (problem !== undefined) throw new Error(`failed parsing config: ${explain(problem)}`);
  const configuration = value as Static<typeof schema>;
  const { limits_config: limits = {}, compactor = {} } = configuration;
  const deletes = compactor.retention_enabled === true;
  if (deletes && compactor.delete_request_store === undefined)
    throw new Error(
      'CONFIG ERROR: invalid compactor config: compactor.delete-request-store should be configured when retention is enabled',
    );
  const retentionNs = readDuration('retention_period', limits.retention_period ?? '0');
  if (retentionNs !== 0n && retentionNs < 86_400_000_000_000n)
    throw new Error(
      `CONFIG ERROR: invalid limits_config: retention period must be >= 24h was ${limits.retention_period ?? ''}`,
    );
  return {
    address: configuration.server.http_listen_address ?? '0.0.0.0',
    port: configuration.server.http_listen_port,
    directory: configuration.common.path_prefix,
    retentionNs: deletes && retentionNs !== 0n ? retentionNs : undefined,
    oldestAcceptedNs:
      limits.reject_old_samples === false
        ? undefined
        : readDuration('reject_old_samples_max_age', limits.reject_old_samples_max_age ?? '168h'),
    alignsWithStep: configuration.query_range?.align_queries_with_step === true,
  };
}

function readDuration(name: string, text: string): bigint {
  const duration = parseDurationNs(text);
  if (duration === undefined)
    throw new Error(`failed parsing config: ${name} is not a valid duration: "${text}"`);
  return duration;
}

/** The first problem with an unknown field is told at the field itself, as one that no schema allows. */
function explain({ instancePath, keyword, message }: ReturnType<typeof Errors>[number]): string {
  const names = instancePath.slice(1).split('/');
  if (keyword !== 'boolean') return `${names.join('.')} ${message}; nothing else is played`;
  const section = names.slice(0, -1).join('.');
  return `field ${names.at(-1) ?? ''} not found in ${section === '' ? 'the configuration' : section}, or not played`;
}
