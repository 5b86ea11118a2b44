import type { FastifyServerOptions } from 'fastify';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Fields that hold secrets wherever they stand. Nothing logs them on purpose; this is for the day somebody does. */
const SECRET_FIELDS = [
  'access',
  'authorization',
  'cookie',
  'data',
  'password',
  'refresh',
  'secret',
  'signature',
  'token',
];

/** One JSON object a line, on standard output. */
export function loggerOptions(level: LogLevel, stream?: { write(line: string): void }) {
  return {
    level,
    ...(stream ? { stream } : {}),
    base: { service: 'hunt-api' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: ['', '*.', '*.*.', '*.*.*.'].flatMap((depth) => SECRET_FIELDS.map((field) => depth + field)),
      censor: '[redacted]',
    },
    serializers: { err: describeError },
  } satisfies FastifyServerOptions['logger'];
}

/** Without causes and without fields: what a parser says of a text repeats some of the text. */
function describeError(error: Error): { type: string; code?: string; message: string; stack: string } {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, ...code, message: error.message, stack: error.stack ?? '' };
}
