import type { ExecPipeline, SshPipeline } from './bare.ts';
import type { Json } from './common.ts';
import type { DockerPipeline } from './docker.ts';
import type { KubernetesPipeline } from './kubernetes.ts';

/** A pipeline of any type. */
export type Pipeline = DockerPipeline | KubernetesPipeline | ExecPipeline | SshPipeline;

/** A secret that is kept encrypted in the file, or fetched from outside by the runner. */
export interface Secret {
  readonly kind: 'secret';
  readonly version?: string;
  readonly name: string;
  /** Base64 of what `encryptSecret` makes. */
  readonly data?: string;
  readonly get?: { readonly path?: string; readonly name?: string; readonly key?: string };
}

export interface Signature {
  readonly kind: 'signature';
  readonly version?: string;
  /** Hexadecimal. */
  readonly hmac: string;
}

/** Checked by the server and otherwise without effect: cron jobs are made through the REST interface. */
export interface Cron {
  readonly kind: 'cron';
  readonly version?: string;
  readonly name: string;
  readonly spec: {
    /** Six fields, seconds first. */
    readonly schedule: string;
    readonly branch: string;
    readonly deployment?: { readonly target?: string };
  };
}

/** Read by the server, used by no runner. */
export interface Registry {
  readonly kind: 'registry';
  readonly version?: string;
  readonly name?: string;
  /** Address to credentials. */
  readonly data: Readonly<Record<string, string>>;
}

/** Asks the server to replace the file by a template of the repository's namespace. */
export interface Template {
  readonly kind: 'template';
  readonly version?: string;
  readonly name?: string;
  /** Name of the template, with its extension: `.yml`, `.yaml`, `.star`, `.starlark`, `.script` or `.jsonnet`. */
  readonly load: string;
  readonly data?: Readonly<Record<string, Json>>;
}

/** One document of a pipeline file. */
export type Resource = Pipeline | Secret | Signature | Cron | Registry | Template;
