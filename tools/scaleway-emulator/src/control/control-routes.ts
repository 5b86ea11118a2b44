import type { FastifyInstance } from 'fastify';
import { Type, type Static, type TObject } from 'typebox';

import { faultKinds } from '../faults/fault.ts';
import type { EmulatorControl } from './emulator-control.ts';

export const controlPrefix = '/_emulator/';

const faultSchema = Type.Object(
  {
    method: Type.String({ minLength: 1 }),
    path: Type.String({ pattern: '^/' }),
    kind: Type.Enum(faultKinds),
    nth: Type.Optional(Type.Integer({ minimum: 1 })),
    times: Type.Optional(Type.Integer({ minimum: 1 })),
  },
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
    { schema: { body: faultSchema satisfies TObject } },
    async (request, reply) => {
      await control.inject(request.body);
      return reply.code(204).send();
    },
  );
  app.delete(`${controlPrefix}faults`, async (_request, reply) => {
    await control.clearFaults();
    return reply.code(204).send();
  });
}
