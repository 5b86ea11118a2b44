import type { ExtensionCalls, ExtensionKind } from '@wescale/drone-pipelines';

/** An extension that is served: what it decides, and the secret that only it and its caller know. */
export interface ServedExtension<Kind extends ExtensionKind> {
  secret: string;
  /** For how long after its date the very same call is answered again. */
  repeatWithinMs: number;
  answer: (
    call: ExtensionCalls[Kind]['request'],
    signal: AbortSignal,
  ) => ExtensionCalls[Kind]['answer'] | Promise<ExtensionCalls[Kind]['answer']>;
}

/** The extensions that are configured; the others are not there. */
export type DroneExtensions = { [Kind in ExtensionKind]?: ServedExtension<Kind> };
