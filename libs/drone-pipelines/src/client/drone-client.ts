import { DroneHttp, type DroneClientOptions } from './http.ts';
import { readEvents } from './read-events.ts';
import type {
  DroneBuild,
  DroneCron,
  DroneLogLine,
  DroneRepository,
  DroneRepositoryPatch,
  DroneSecret,
  DroneTemplate,
  DroneUser,
} from './types.ts';

/** `owner/name`. */
export type RepositorySlug = `${string}/${string}`;

export interface CallSettings {
  readonly signal?: AbortSignal;
}

/** Drone's REST interface (facts/drone.md §5): what each call needs is noted as r(ead), w(rite), a(dmin) of the repository. */
export class DroneClient {
  readonly #http: DroneHttp;

  /**
   * @example
   * const drone = new DroneClient({ url: 'https://drone.example.com', token: 'personal token' });
   */
  constructor(options: DroneClientOptions) {
    this.#http = new DroneHttp(options);
  }

  /** The user whose token this is. */
  user({ signal }: CallSettings = {}): Promise<DroneUser> {
    return this.#get(['user'], signal);
  }

  /** Repositories of the user, as last synchronised with the forge. */
  repositories({ signal }: CallSettings = {}): Promise<DroneRepository[]> {
    return this.#get(['user', 'repos'], signal);
  }

  /** Synchronises repositories with the forge; `isAsync` does not wait for the end. */
  async synchronise({ isAsync = false, signal }: CallSettings & { isAsync?: boolean } = {}): Promise<
    DroneRepository[]
  > {
    const query = isAsync ? { async: true } : {};
    return ((await this.#http.json({ method: 'POST', path: ['user', 'repos'], query, signal })) ??
      []) as DroneRepository[];
  }

  /** r */
  repository(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneRepository> {
    return this.#get(repo(slug), signal);
  }

  /** a. The caller becomes the owner, whose forge token builds will use. */
  enable(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneRepository> {
    return this.#send('POST', repo(slug), undefined, signal);
  }

  /** a; `trusted`, `timeout`, `throttle` and `counter` only for administrators of the server. */
  updateRepository(
    slug: RepositorySlug,
    patch: DroneRepositoryPatch,
    { signal }: CallSettings = {},
  ): Promise<DroneRepository> {
    return this.#send('PATCH', repo(slug), patch, signal);
  }

  /** a. Builds stay; no event makes new ones. */
  async disable(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', repo(slug), undefined, signal);
  }

  /** a. The caller becomes the owner. */
  takeOwnership(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneRepository> {
    return this.#send('POST', [...repo(slug), 'chown'], undefined, signal);
  }

  /** a. Makes the webhook of the forge anew. */
  async repair(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('POST', [...repo(slug), 'repair'], undefined, signal);
  }

  /** r. All builds, newest first, read page by page as they are taken. */
  async *builds(
    slug: RepositorySlug,
    {
      branch,
      tag,
      pageSize = 100,
      signal,
    }: CallSettings & { branch?: string; tag?: string; pageSize?: number } = {},
  ): AsyncGenerator<DroneBuild> {
    for (let page = 1; ; page++) {
      const query = { branch, tag, page, per_page: pageSize };
      const found = (await this.#http.json({
        method: 'GET',
        path: [...repo(slug), 'builds'],
        query,
        signal,
      })) as DroneBuild[];
      yield* found;
      if (found.length < pageSize) return;
    }
  }

  /** r */
  build(slug: RepositorySlug, number: number, { signal }: CallSettings = {}): Promise<DroneBuild> {
    return this.#get([...repo(slug), 'builds', number], signal);
  }

  /** w. A custom build; parameters become environment variables of every step. */
  createBuild(
    slug: RepositorySlug,
    {
      parameters = {},
      signal,
      ...query
    }: CallSettings & {
      branch?: string;
      commit?: string;
      message?: string;
      parameters?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<DroneBuild> {
    return this.#send('POST', [...repo(slug), 'builds'], undefined, signal, { ...parameters, ...query });
  }

  /** w */
  restart(
    slug: RepositorySlug,
    number: number,
    {
      parameters = {},
      debug,
      signal,
    }: CallSettings & { parameters?: Readonly<Record<string, string>>; debug?: boolean } = {},
  ): Promise<DroneBuild> {
    return this.#send('POST', [...repo(slug), 'builds', number], undefined, signal, { ...parameters, debug });
  }

  /** w */
  async cancel(slug: RepositorySlug, number: number, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', [...repo(slug), 'builds', number], undefined, signal);
  }

  /** w. Builds the same commit again for an environment; every secret comes along, of a pull request too. */
  promote(
    slug: RepositorySlug,
    number: number,
    target: string,
    {
      rollback = false,
      parameters = {},
      signal,
    }: CallSettings & { rollback?: boolean; parameters?: Readonly<Record<string, string>> } = {},
  ): Promise<DroneBuild> {
    const path = [...repo(slug), 'builds', number, rollback ? 'rollback' : 'promote'];
    return this.#send('POST', path, undefined, signal, { ...parameters, target });
  }

  /** a. Lets a blocked stage run. */
  async approve(
    slug: RepositorySlug,
    number: number,
    stage: number,
    { signal }: CallSettings = {},
  ): Promise<void> {
    await this.#send('POST', [...repo(slug), 'builds', number, 'approve', stage], undefined, signal);
  }

  /** a. Declines a blocked stage, or without one the build. */
  async decline(
    slug: RepositorySlug,
    number: number,
    stage?: number,
    { signal }: CallSettings = {},
  ): Promise<void> {
    const path = [...repo(slug), 'builds', number, 'decline', ...(stage === undefined ? [] : [stage])];
    await this.#send('POST', path, undefined, signal);
  }

  /** r. The log of a step that has ended. */
  log(
    slug: RepositorySlug,
    number: number,
    stage: number,
    step: number,
    { signal }: CallSettings = {},
  ): Promise<DroneLogLine[]> {
    return this.#list([...repo(slug), 'builds', number, 'logs', stage, step], signal);
  }

  /** r. The log of a step that runs, line by line until it ends. Stop taking lines, or abort, to leave earlier. */
  async *streamLog(
    slug: RepositorySlug,
    number: number,
    stage: number,
    step: number,
    { signal }: CallSettings = {},
  ): AsyncGenerator<DroneLogLine> {
    const path = ['stream', ...slugParts(slug), number, stage, step];
    const response = await this.#http.send({ method: 'GET', path, signal, isStream: true });
    if (!response.body) return;
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'error') return;
      if (data !== '') yield JSON.parse(data) as DroneLogLine;
    }
  }

  /** w. Names only: values never come back. */
  secrets(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneSecret[]> {
    return this.#list([...repo(slug), 'secrets'], signal);
  }

  /** w. Makes a secret; never flag it for pull requests in a repository that others can write to. */
  createSecret(
    slug: RepositorySlug,
    secret: DroneSecret & { readonly data: string },
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    return this.#http.json({
      method: 'POST',
      path: [...repo(slug), 'secrets'],
      body: secret,
      secrets: [secret.data],
      signal,
    }) as Promise<DroneSecret>;
  }

  /** w */
  updateSecret(
    slug: RepositorySlug,
    { name, ...patch }: DroneSecret,
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    const path = [...repo(slug), 'secrets', name];
    return this.#http.json({
      method: 'PATCH',
      path,
      body: patch,
      secrets: [patch.data ?? ''],
      signal,
    }) as Promise<DroneSecret>;
  }

  /** w */
  async deleteSecret(slug: RepositorySlug, name: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', [...repo(slug), 'secrets', name], undefined, signal);
  }

  /** w */
  crons(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneCron[]> {
    return this.#list([...repo(slug), 'cron'], signal);
  }

  /** w. The expression has six fields, seconds first. */
  createCron(
    slug: RepositorySlug,
    cron: Pick<DroneCron, 'name' | 'expr' | 'branch'>,
    { signal }: CallSettings = {},
  ): Promise<DroneCron> {
    return this.#send('POST', [...repo(slug), 'cron'], cron, signal);
  }

  /** w. Runs a job now. */
  runCron(slug: RepositorySlug, name: string, { signal }: CallSettings = {}): Promise<DroneBuild> {
    return this.#send('POST', [...repo(slug), 'cron', name], undefined, signal);
  }

  /** w */
  async deleteCron(slug: RepositorySlug, name: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', [...repo(slug), 'cron', name], undefined, signal);
  }

  /** Secrets that every repository of a namespace shares; writing them is for administrators of the organisation. */
  organizationSecrets(namespace: string, { signal }: CallSettings = {}): Promise<DroneSecret[]> {
    return this.#list(['secrets', namespace], signal);
  }

  /** Makes a secret that every repository of a namespace gets: one organisation, one level of trust (A29). */
  createOrganizationSecret(
    namespace: string,
    secret: DroneSecret & { readonly data: string },
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    const call = {
      method: 'POST',
      path: ['secrets', namespace],
      body: secret,
      secrets: [secret.data],
      signal,
    } as const;
    return this.#http.json(call) as Promise<DroneSecret>;
  }

  async deleteOrganizationSecret(
    namespace: string,
    name: string,
    { signal }: CallSettings = {},
  ): Promise<void> {
    await this.#send('DELETE', ['secrets', namespace, name], undefined, signal);
  }

  /** Templates of a namespace; writing them is for administrators of the organisation. */
  templates(namespace: string, { signal }: CallSettings = {}): Promise<DroneTemplate[]> {
    return this.#list(['templates', namespace], signal);
  }

  createTemplate(
    namespace: string,
    template: Required<DroneTemplate>,
    { signal }: CallSettings = {},
  ): Promise<DroneTemplate> {
    return this.#send('POST', ['templates', namespace], template, signal);
  }

  async deleteTemplate(namespace: string, name: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', ['templates', namespace, name], undefined, signal);
  }

  /** w. The server's own signature of a file. */
  async sign(slug: RepositorySlug, file: string, { signal }: CallSettings = {}): Promise<string> {
    return (await this.#send<{ data: string }>('POST', [...repo(slug), 'sign'], { data: file }, signal)).data;
  }

  /** w. Encrypts a value for a `kind: secret` document. */
  async encrypt(slug: RepositorySlug, value: string, { signal }: CallSettings = {}): Promise<string> {
    const body = { name: 'value', data: value };
    const answer = await this.#http.json({
      method: 'POST',
      path: [...repo(slug), 'encrypt'],
      body,
      secrets: [value],
      signal,
    });
    return (answer as { data: string }).data;
  }

  /** Go writes an empty list as null. */
  async #list<T>(path: readonly (string | number)[], signal: AbortSignal | undefined): Promise<T[]> {
    return (await this.#get<T[] | null>(path, signal)) ?? [];
  }

  #get<T>(path: readonly (string | number)[], signal: AbortSignal | undefined): Promise<T> {
    return this.#http.json({ method: 'GET', path, signal }) as Promise<T>;
  }

  #send<T>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: readonly (string | number)[],
    body: unknown,
    signal: AbortSignal | undefined,
    query: Readonly<Record<string, string | boolean | undefined>> = {},
  ): Promise<T> {
    return this.#http.json({
      method,
      path,
      query,
      signal,
      ...(body === undefined ? {} : { body }),
    }) as Promise<T>;
  }
}

function repo(slug: RepositorySlug): string[] {
  return ['repos', ...slugParts(slug)];
}

function slugParts(slug: RepositorySlug): string[] {
  const parts = slug.split('/');
  if (parts.length !== 2 || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new TypeError(`"${slug}" is not a repository; write owner/name`);
  return parts;
}
