import {
  boolean,
  bytes,
  condition,
  integer,
  list,
  map,
  number,
  object,
  parameter,
  string,
  variable,
  type ObjectSchema,
  type Schema,
} from './schema.ts';

const strings = list(string);
const environment = map(variable);

const conditions = object({
  event: condition,
  action: condition,
  branch: condition,
  ref: condition,
  repo: condition,
  target: condition,
  cron: condition,
  instance: condition,
  status: condition,
  paths: condition,
  matrix: map(string),
});

const identity = { kind: string, type: string, version: string, name: string };
const clone = object({
  disable: boolean,
  depth: integer,
  retries: integer,
  skip_verify: boolean,
  trace: boolean,
});
const platform = object({ os: string, arch: string, variant: string, version: string });
const concurrency = object({ limit: integer });

/** What the server reads of every pipeline, whatever its type. */
const beforeSteps = {
  platform,
  node: map(string),
  concurrency,
  clone,
  trigger: conditions,
  depends_on: strings,
};

const integerResources = object({
  requests: object({ cpu: integer, memory: bytes }),
  limits: object({ cpu: integer, memory: bytes }),
});

/** Parsed by the server for old files; the runners ignore them. */
const legacyStep = {
  build: {
    type: 'stringOrObject',
    object: object({
      image: string,
      dockerfile: string,
      context: string,
      args: map(string),
      cache_from: strings,
      labels: map(string),
    }),
  },
  push: { type: 'stringOrObject', object: object({ image: string }) },
  ports: list({
    type: 'integerOrObject',
    object: object({ port: integer, host: integer, protocol: string }),
  }),
} satisfies Record<string, Schema>;

const floatResources = object({
  limits: object({ cpu: number, memory: bytes }),
  requests: object({ cpu: number, memory: bytes }),
});

const stepStart = {
  name: string,
  image: string,
  pull: string,
  privileged: boolean,
  detach: boolean,
};
const stepMiddle = {
  user: string,
  shell: string,
  working_dir: string,
  entrypoint: strings,
  command: strings,
  environment,
  settings: map(parameter),
  commands: strings,
};
const stepEnd = { failure: string, depends_on: strings, when: conditions };

const dockerStep = object({
  ...stepStart,
  ...legacyStep,
  resources: floatResources,
  ...stepMiddle,
  volumes: list(object({ name: string, path: string })),
  devices: list(object({ name: string, path: string })),
  dns: strings,
  dns_search: strings,
  extra_hosts: strings,
  network_mode: string,
  mem_limit: bytes,
  memswap_limit: bytes,
  shm_size: bytes,
  ...stepEnd,
});

const temporaryVolume = object({ medium: string, size_limit: bytes });
const hostVolume = object({ path: string });

const docker = object({
  ...identity,
  ...beforeSteps,
  workspace: object({ base: string, path: string }),
  environment: map(string),
  image_pull_secrets: strings,
  volumes: list(object({ name: string, temp: temporaryVolume, host: hostVolume })),
  services: list(dockerStep),
  steps: list(dockerStep),
});

const kubernetesStep = object({
  ...stepStart,
  ...stepMiddle,
  user: integer,
  group: integer,
  resources: integerResources,
  volumes: list(object({ name: string, path: string, sub_path: string })),
  ...stepEnd,
});

const projected = object({ name: string, default_mode: integer, optional: boolean });

const kubernetes = object({
  ...identity,
  metadata: object({ namespace: string, annotations: map(string), labels: map(string) }),
  ...beforeSteps,
  node_name: string,
  node_selector: map(string),
  service_account_name: string,
  tolerations: list(
    object({ key: string, operator: string, value: string, effect: string, toleration_seconds: integer }),
  ),
  dns_config: object({
    nameservers: strings,
    searches: strings,
    options: list(object({ name: string, value: string })),
  }),
  host_aliases: list(object({ ip: string, hostnames: strings })),
  resources: integerResources,
  workspace: object({ path: string }),
  environment: map(string),
  image_pull_secrets: strings,
  volumes: list(
    object({
      name: string,
      temp: temporaryVolume,
      host: hostVolume,
      claim: object({ name: string, read_only: boolean }),
      config_map: projected,
      secret: projected,
    }),
  ),
  services: list(kubernetesStep),
  steps: list(kubernetesStep),
});

const bareStep = {
  name: string,
  image: string,
  shell: string,
  environment,
  commands: strings,
  ...stepEnd,
};

const exec = object({
  ...identity,
  ...beforeSteps,
  workspace: object({ path: string }),
  steps: list(object({ ...bareStep, detach: boolean })),
});

const ssh = object({
  ...identity,
  ...beforeSteps,
  server: object({ host: variable, user: variable, password: variable, ssh_key: variable }),
  workspace: object({ path: string }),
  steps: list(object(bareStep)),
});

/** The types of pipelines that are known here, with what Drone reads of each. */
export const pipelineSchemas: Readonly<Record<string, ObjectSchema>> = { docker, kubernetes, exec, ssh };

/** The other kinds of documents. */
export const otherSchemas: Readonly<Record<string, ObjectSchema>> = {
  secret: object({
    ...identity,
    data: string,
    get: object({ path: string, name: string, key: string }),
  }),
  signature: object({ kind: string, version: string, hmac: string }),
  cron: object({
    ...identity,
    spec: object({ schedule: string, branch: string, deployment: object({ target: string }) }),
  }),
  registry: object({ ...identity, data: map(string) }),
  template: object({ kind: string, version: string, name: string, load: string, data: map(parameter) }),
};
