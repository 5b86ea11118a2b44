import { Type, type TObject } from 'typebox';

import { noContent, ok, type Answer } from '../http/route.ts';
import { checkBody } from '../http/check-body.ts';
import { faultKinds, type Fault } from './fault.ts';
import type { RancherControl } from './rancher-control.ts';

export const controlPrefix = '/_understudy/';

const faultSchema: TObject = Type.Object(
  {
    method: Type.String({ minLength: 1 }),
    path: Type.String({ pattern: '^/' }),
    kind: Type.Enum(faultKinds),
    delayMs: Type.Optional(Type.Integer({ minimum: 0 })),
    nth: Type.Optional(Type.Integer({ minimum: 1 })),
    times: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

/** The control over HTTP, for an understudy in a pod. Not part of Rancher; off unless the environment turns it on. */
export function answerControl(
  control: RancherControl,
  request: { method: string; path: string; body: string; contentType: string | undefined },
): Answer {
  switch (`${request.method} ${request.path.slice(controlPrefix.length)}`) {
    case 'POST faults':
      control.inject(checkBody(faultSchema, request.body, request.contentType) as Fault);
      return noContent();
    case 'DELETE faults':
      control.clearFaults();
      return noContent();
    case 'GET journal':
      return ok({ entries: control.journal() });
    case 'DELETE journal':
      control.clearJournal();
      return noContent();
    default:
      return { status: 404 };
  }
}
