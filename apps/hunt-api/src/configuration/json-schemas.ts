import { z } from 'zod';
import { apiSchema } from './api-schema.ts';
import { repositoriesSchema } from './repositories-schema.ts';

/** The JSON Schemas that editors use, by the file under `docs/reference` that publishes them. */
export const publishedSchemas: Record<string, object> = {
  'hunt-api.schema.json': toEditorSchema(apiSchema, 'hunt-api.yaml'),
  'managed-repositories.schema.json': toEditorSchema(repositoriesSchema, 'managed-repositories.yaml'),
};

function toEditorSchema(schema: z.ZodType, title: string): object {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}
