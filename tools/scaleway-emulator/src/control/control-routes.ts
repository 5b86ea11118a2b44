import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';

import { faultKinds } from '../faults/fault.ts';
import { availabilities } from '../state/availability.ts';
import type { EmulatorControl } from './emulator-control.ts';

export const controlPrefix = '/_emulator/';

const faultSchema = Type.Object(
  {
    method: Type.String({ minLength: 1 }),
    path: Type.String({ pattern: '^/' }),
    kind: Type.Enum(faultKinds),
    nth: Type.Optional(Type.Integer({ minimum: 1 })),
    times: Type.Optional(Type.Integer({ minimum: 1 })),
    everySite: Type.Optional(
      Type.Object({ passed: Type.Optional(Type.Array(Type.String())) }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);

const availabilitySchema = Type.Object(
  { commercialType: Type.String({ minLength: 1 }), availability: Type.Enum(availabilities) },
  { additionalProperties: false },
);

const quotaSchema = Type.Object(
  { name: Type.String({ minLength: 1 }), limit: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);

/** The control over HTTP, for an emulator in another process. Not part of Scaleway's API; needs no key. */
export function addControlRoutes(app: FastifyInstance, control: EmulatorControl): void {
  app.get(`${controlPrefix}journal`, async () => ({ entries: await control.journal() }));
  app.delete(`${controlPrefix}journal`, async (_request, reply) => {
    await control.clearJournal();
    return reply.code(204).send();
  });
  app.post<{ Body: Static<typeof faultSchema> }>(
    `${controlPrefix}faults`,
    { schema: { body: faultSchema } },
    async (request, reply) => {
      await control.inject(request.body);
      return reply.code(204).send();
    },
  );
  app.put<{ Body: Static<typeof availabilitySchema> }>(
    `${controlPrefix}availability`,
    { schema: { body: availabilitySchema } },
    async ({ body }, reply) => {
      await control.setAvailability(body.commercialType, body.availability);
      return reply.code(204).send();
    },
  );
  app.put<{ Body: Static<typeof quotaSchema> }>(
    `${controlPrefix}quota`,
    { schema: { body: quotaSchema } },
    async ({ body }, reply) => {
      await control.setQuota(body.name, body.limit);
      return reply.code(204).send();
    },
  );
  app.delete(`${controlPrefix}faults`, async (_request, reply) => {
    await control.clearFaults();
    return reply.code(204).send();
  });
}
