import type { ExtensionCalls, ExtensionKind } from '@wescale/drone-pipelines';

/** What an extension decides. */
export type Answer<Kind extends ExtensionKind> = (
  call: ExtensionCalls[Kind]['request'],
  signal: AbortSignal,
) => ExtensionCalls[Kind]['answer'] | Promise<ExtensionCalls[Kind]['answer']>;

export type Answers<Kinds extends ExtensionKind> = { [Kind in Kinds]: Answer<Kind> };

/** An extension that is served: what it decides, and the secret that only it and its caller know. */
export interface ServedExtension<Kind extends ExtensionKind> {
  secret: string;
  /** For how long after its date the very same call is answered again, in milliseconds. */
  repeatWithinMs: number;
  answer: Answer<Kind>;
}

/** The extensions that are configured; the others are not there. */
export type DroneExtensions = { [Kind in ExtensionKind]?: ServedExtension<Kind> };
