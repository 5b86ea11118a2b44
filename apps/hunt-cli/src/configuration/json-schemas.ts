import { z } from 'zod';
import { environmentSchema } from './environment-schema.ts';
import { huntSchema } from './hunt-schema.ts';

/** The JSON Schemas that editors use, by the file under `docs/reference` that publishes them. */
export const publishedSchemas: Record<string, object> = {
  'hunt.schema.json': toEditorSchema(huntSchema, 'hunt.yaml'),
  'environment.schema.json': toEditorSchema(environmentSchema, 'environments/<name>.yaml'),
};

function toEditorSchema(schema: z.ZodType, title: string): object {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}
