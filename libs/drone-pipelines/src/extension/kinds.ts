import type { DroneBuild, DroneRepository, DroneSystem, DroneUser } from '../client/types.ts';

/** What the server sends to the configuration extension. `token` is a credential of the user who enabled the repository. */
export interface ConfigRequest {
  readonly build: DroneBuild;
  readonly repo: DroneRepository;
  readonly token?: { readonly access: string; readonly refresh: string };
}

export interface ConvertRequest extends ConfigRequest {
  readonly config: { readonly data: string; readonly kind?: string };
}

export interface ValidateRequest {
  readonly build: DroneBuild;
  readonly repo: DroneRepository;
  readonly config: { readonly data: string; readonly kind?: string };
}

export interface AdmissionRequest {
  readonly event: 'login' | 'register';
  readonly user: DroneUser;
}

/** What a runner sends to the secret extension; it does not look at pull requests, so the extension must. */
export interface SecretRequest {
  readonly path: string;
  readonly name: string;
  readonly repo: DroneRepository;
  readonly build: DroneBuild;
}

export interface RunnerRequest {
  readonly repo: DroneRepository;
  readonly build: DroneBuild;
}

export interface WebhookRequest {
  readonly event: 'build' | 'repo' | 'user';
  /** There is no "completed": look at `build.status`. */
  readonly action: 'created' | 'updated' | 'enabled' | 'disabled' | 'deleted';
  readonly user?: DroneUser;
  readonly repo?: DroneRepository;
  readonly build?: DroneBuild;
  readonly system?: DroneSystem;
}

export interface RegistryCredentials {
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly data: string;
  /** Whether logs hide the value. */
  readonly mask?: boolean;
}

/** What each extension is asked, and what it answers. */
export interface ExtensionCalls {
  /** `null` lets Drone take the repository's own file: never what a managed repository wants. A refusal makes no build. */
  readonly config: {
    request: ConfigRequest;
    answer: { readonly data: string; readonly kind?: string } | { readonly refuse: string } | null;
  };
  /** `null` leaves the file as it is. A refusal makes the build an error. */
  readonly convert: {
    request: ConvertRequest;
    answer: { readonly data: string } | { readonly refuse: string } | null;
  };
  readonly validate: {
    request: ValidateRequest;
    answer: 'accept' | 'skip' | 'block' | { readonly refuse: string };
  };
  /** `admin` is assigned, both ways. */
  readonly admission: { request: AdmissionRequest; answer: { readonly admin: boolean } | 'deny' };
  /** `null`: there is no such secret for this build. */
  readonly secret: {
    request: SecretRequest;
    answer: { readonly name?: string; readonly data: string; readonly pull_request?: boolean } | null;
  };
  readonly registry: { request: RunnerRequest; answer: readonly RegistryCredentials[] };
  readonly environ: { request: RunnerRequest; answer: readonly EnvironmentVariable[] };
  readonly webhook: { request: WebhookRequest; answer: undefined };
}

export type ExtensionKind = keyof ExtensionCalls;

interface Wire {
  /** Value of the `Accept` header; none for webhooks. */
  readonly accept?: string;
  /** The signed headers, in order. */
  readonly signed: readonly string[];
  /** Objects that the body must hold. */
  readonly holds: readonly string[];
}

const FIVE = ['accept', 'accept-encoding', 'content-type', 'date', 'digest'] as const;
const vendor = (name: string): string => `application/vnd.drone.${name}+json`;

/** How each extension is called (facts/drone.md §4). */
export const wires: Readonly<Record<ExtensionKind, Wire>> = {
  config: { accept: vendor('config.v1'), signed: FIVE, holds: ['build', 'repo'] },
  convert: { accept: vendor('convert.v1'), signed: FIVE, holds: ['build', 'repo', 'config'] },
  validate: { accept: vendor('validate.v1'), signed: FIVE, holds: ['build', 'repo', 'config'] },
  admission: { accept: vendor('admission.v1'), signed: FIVE, holds: ['user'] },
  secret: { accept: vendor('secret.v1'), signed: FIVE, holds: ['build', 'repo'] },
  registry: { accept: vendor('registry.v1'), signed: FIVE, holds: ['build', 'repo'] },
  environ: { accept: vendor('env.v2'), signed: FIVE, holds: ['build', 'repo'] },
  webhook: { signed: ['date', 'digest'], holds: [] },
};
