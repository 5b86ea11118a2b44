import { InvalidCallError } from './errors.ts';
import { DroneHttp, type DroneClientOptions } from './http.ts';
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

/**
 * Drone's REST interface (facts/drone.md §5). Each call says which permission of the repository it needs. All throw
 * `DroneApiError` for a refusal and `DroneUnreachableError` for silence; reading is tried again, writing is not.
 */
export class DroneClient {
  readonly #http: DroneHttp;

  /**
   * @throws {InvalidCallError} for an address or a token that no call can carry
   * @example
   * const drone = new DroneClient({ url: 'https://drone.example.com', token: 'personal-token' });
   */
  constructor(options: DroneClientOptions) {
    this.#http = new DroneHttp(options);
  }

  /** The user whose token this is. */
  user({ signal }: CallSettings = {}): Promise<DroneUser> {
    return this.#get(['user'], signal);
  }

  /** Changes the user whose token this is. Assumption: the address is all that Drone lets users change. */
  updateUser(patch: Pick<DroneUser, 'email'>, { signal }: CallSettings = {}): Promise<DroneUser> {
    return this.#send('PATCH', ['user'], patch, signal);
  }

  /** Repositories of the user, as last synchronised with the forge. */
  repositories({ signal }: CallSettings = {}): Promise<DroneRepository[]> {
    return this.#list(['user', 'repos'], signal);
  }

  /** Synchronises repositories with the forge; `isAsync` does not wait for the end. */
  async synchronise({ isAsync = false, signal }: CallSettings & { isAsync?: boolean } = {}): Promise<
    DroneRepository[]
  > {
    const query = isAsync ? { async: true } : {};
    return (
      (await this.#send<DroneRepository[] | null>('POST', ['user', 'repos'], undefined, signal, query)) ?? []
    );
  }

  /** Needs read. */
  repository(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneRepository> {
    return this.#get(repo(slug), signal);
  }

  /** The caller becomes the owner, whose forge token builds will use. Needs admin. */
  enable(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneRepository> {
    return this.#send('POST', repo(slug), undefined, signal);
  }

  /** Needs admin; `trusted`, `timeout`, `throttle` and `counter` an administrator of the server. */
  updateRepository(
    slug: RepositorySlug,
    patch: DroneRepositoryPatch,
    { signal }: CallSettings = {},
  ): Promise<DroneRepository> {
    return this.#send('PATCH', repo(slug), patch, signal);
  }

  /** Builds stay; no event makes new ones. Needs admin. */
  async disable(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', repo(slug), undefined, signal);
  }

  /** The caller becomes the owner. Needs admin. */
  takeOwnership(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneRepository> {
    return this.#send('POST', [...repo(slug), 'chown'], undefined, signal);
  }

  /** Makes the webhook of the forge anew. Needs admin. */
  async repair(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('POST', [...repo(slug), 'repair'], undefined, signal);
  }

  /** All builds, newest first, read page by page as they are taken. Needs read. */
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
      const path = [...repo(slug), 'builds'];
      // Go writes an empty list as null.
      const answer = (await this.#http.json({ method: 'GET', path, query, signal })) as DroneBuild[] | null;
      const found = answer ?? [];
      yield* found;
      if (found.length < pageSize) return;
    }
  }

  /** Needs read. */
  build(slug: RepositorySlug, number: number, { signal }: CallSettings = {}): Promise<DroneBuild> {
    return this.#get([...repo(slug), 'builds', number], signal);
  }

  /** A custom build; parameters become environment variables of every step. Needs write. */
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

  /** Needs write. */
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

  /** Needs write. */
  async cancel(slug: RepositorySlug, number: number, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', [...repo(slug), 'builds', number], undefined, signal);
  }

  /** Builds the same commit again for an environment; every secret comes along, of a pull request too. Needs write. */
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

  /** Lets a blocked stage run. Needs admin. */
  async approve(
    slug: RepositorySlug,
    number: number,
    stage: number,
    { signal }: CallSettings = {},
  ): Promise<void> {
    await this.#send('POST', [...repo(slug), 'builds', number, 'approve', stage], undefined, signal);
  }

  /** Declines a blocked stage, or without one the build. Needs admin. */
  async decline(
    slug: RepositorySlug,
    number: number,
    stage?: number,
    { signal }: CallSettings = {},
  ): Promise<void> {
    const path = [...repo(slug), 'builds', number, 'decline', ...(stage === undefined ? [] : [stage])];
    await this.#send('POST', path, undefined, signal);
  }

  /** The log of a step that has ended. Needs read. */
  log(
    slug: RepositorySlug,
    number: number,
    stage: number,
    step: number,
    { signal }: CallSettings = {},
  ): Promise<DroneLogLine[]> {
    return this.#list([...repo(slug), 'builds', number, 'logs', stage, step], signal);
  }

  /**
   * The log of a step that runs, line by line until it ends. Stop taking lines, or abort, to leave earlier; a stream
   * that breaks off throws. Needs read.
   */
  async *streamLog(
    slug: RepositorySlug,
    number: number,
    stage: number,
    step: number,
    { signal }: CallSettings = {},
  ): AsyncGenerator<DroneLogLine> {
    const path = ['stream', ...slugParts(slug), number, stage, step];
    for await (const line of this.#http.events({ method: 'GET', path, signal })) yield line as DroneLogLine;
  }

  /** Names only: values never come back. Needs write. */
  secrets(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneSecret[]> {
    return this.#list([...repo(slug), 'secrets'], signal);
  }

  /** Makes a secret; never flag it for pull requests in a repository that others can write to. Needs write. */
  createSecret(
    slug: RepositorySlug,
    secret: DroneSecret & { readonly data: string },
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    return this.#sendSecret('POST', [...repo(slug), 'secrets'], secret, signal);
  }

  /** Needs write. */
  updateSecret(
    slug: RepositorySlug,
    { name, ...patch }: DroneSecret,
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    return this.#sendSecret('PATCH', [...repo(slug), 'secrets', name], patch, signal);
  }

  /** Needs write. */
  async deleteSecret(slug: RepositorySlug, name: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', [...repo(slug), 'secrets', name], undefined, signal);
  }

  /** Needs write. */
  crons(slug: RepositorySlug, { signal }: CallSettings = {}): Promise<DroneCron[]> {
    return this.#list([...repo(slug), 'cron'], signal);
  }

  /** The expression has six fields, seconds first. Needs write. */
  createCron(
    slug: RepositorySlug,
    cron: Pick<DroneCron, 'name' | 'expr' | 'branch'>,
    { signal }: CallSettings = {},
  ): Promise<DroneCron> {
    return this.#send('POST', [...repo(slug), 'cron'], cron, signal);
  }

  /** Runs a job now. Needs write. */
  runCron(slug: RepositorySlug, name: string, { signal }: CallSettings = {}): Promise<DroneBuild> {
    return this.#send('POST', [...repo(slug), 'cron', name], undefined, signal);
  }

  /** Needs write. */
  async deleteCron(slug: RepositorySlug, name: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', [...repo(slug), 'cron', name], undefined, signal);
  }

  /** Secrets that every repository of a namespace shares; writing them is for administrators of the organisation. */
  organizationSecrets(namespace: string, { signal }: CallSettings = {}): Promise<DroneSecret[]> {
    return this.#list(['secrets', namespace], signal);
  }

  /** Makes a secret that every repository of a namespace gets: one organisation, one level of trust (A29). Needs an administrator of it. */
  createOrganizationSecret(
    namespace: string,
    secret: DroneSecret & { readonly data: string },
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    return this.#sendSecret('POST', ['secrets', namespace], secret, signal);
  }

  /** Needs an administrator of the organisation. */
  updateOrganizationSecret(
    namespace: string,
    { name, ...patch }: DroneSecret,
    { signal }: CallSettings = {},
  ): Promise<DroneSecret> {
    return this.#sendSecret('PATCH', ['secrets', namespace, name], patch, signal);
  }

  /** Needs an administrator of the organisation. */
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

  /** Needs an administrator of the organisation. */
  createTemplate(
    namespace: string,
    template: Required<DroneTemplate>,
    { signal }: CallSettings = {},
  ): Promise<DroneTemplate> {
    return this.#send('POST', ['templates', namespace], template, signal);
  }

  /** Needs an administrator of the organisation. */
  updateTemplate(
    namespace: string,
    { name, data }: Required<DroneTemplate>,
    { signal }: CallSettings = {},
  ): Promise<DroneTemplate> {
    return this.#send('PATCH', ['templates', namespace, name], { data }, signal);
  }

  /** Needs an administrator of the organisation. */
  async deleteTemplate(namespace: string, name: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#send('DELETE', ['templates', namespace, name], undefined, signal);
  }

  /** The server's own signature of a file. Needs write. */
  async sign(slug: RepositorySlug, file: string, { signal }: CallSettings = {}): Promise<string> {
    return (await this.#send<{ data: string }>('POST', [...repo(slug), 'sign'], { data: file }, signal)).data;
  }

  /** Encrypts a value for a `kind: secret` document. Needs write. */
  async encrypt(slug: RepositorySlug, value: string, { signal }: CallSettings = {}): Promise<string> {
    const path = [...repo(slug), 'encrypt'];
    return (await this.#sendSecret<{ data: string }>('POST', path, { name: 'value', data: value }, signal))
      .data;
  }

  /** Go writes an empty list as null. */
  async #list<T>(path: readonly (string | number)[], signal: AbortSignal | undefined): Promise<T[]> {
    return (await this.#get<T[] | null>(path, signal)) ?? [];
  }

  #get<T>(path: readonly (string | number)[], signal: AbortSignal | undefined): Promise<T> {
    return this.#http.json({ method: 'GET', path, signal }) as Promise<T>;
  }

  /** Sends what holds a secret, which no error may show. */
  #sendSecret<T = DroneSecret>(
    method: 'POST' | 'PATCH',
    path: readonly (string | number)[],
    body: Partial<DroneSecret>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const secrets = body.data === undefined ? [] : [body.data];
    return this.#http.json({ method, path, body, secrets, signal }) as Promise<T>;
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
    throw new InvalidCallError(`"${slug}" is not a repository; write owner/name`);
  return parts;
}
