import type { FastifySchemaValidationError } from 'fastify';

import { invalidArguments, type ApiError, type InvalidArgument } from './api-error.ts';

/** What a schema found wrong, in the API's words. */
export function explainValidation(errors: readonly FastifySchemaValidationError[]): ApiError {
  // Assumption: an unknown field is refused with reason `unknown`, in bodies and in queries.
  // Assumption: a wrong type is reason `format`, a wrong value is reason `constraint`.
  const seen = new Map<string, InvalidArgument>();
  for (const error of errors) {
    const detail = explain(error);
    if (detail !== undefined && !seen.has(detail.argument_name)) seen.set(detail.argument_name, detail);
  }
  return invalidArguments(...seen.values());
}

function explain(error: FastifySchemaValidationError): InvalidArgument | undefined {
  const at = error.instancePath.split('/').slice(1);
  const named = (name: unknown): string => [...at, ...(typeof name === 'string' ? [name] : [])].join('.');
  switch (error.keyword) {
    case 'additionalProperties':
      return { argument_name: named(error.params['additionalProperty']), reason: 'unknown' };
    case 'required':
      return { argument_name: named(error.params['missingProperty']), reason: 'required' };
    case 'type':
    case 'pattern':
    case 'format':
      return { argument_name: named(undefined), reason: 'format' };
    default:
      return { argument_name: named(undefined), reason: 'constraint' };
  }
}
