import type { CallOptions } from '../client/client-options.ts';
import { redact } from '../client/redact.ts';
import { fieldOf, isRecord, textOf } from '../client/wire.ts';
import { agentApi, agentDeployment, agentName, agentPods } from './agent-paths.ts';
import type { BoardRequest } from './board-request.ts';

export interface AgentPod {
  name: string;
  /** `Running`, `Pending`, or why its container does not run: `CrashLoopBackOff`, `ImagePullBackOff` … */
  state: string;
  /** What Kubernetes says to that. */
  message?: string;
}

/** Rancher's agent as it is in a cluster. */
export interface AgentFacts {
  /** Where it was told that Rancher is. */
  server: string;
  /** The newest first. */
  pods: AgentPod[];
  /** What the newest pod complains of, its last words last; secrets hidden. Empty once it is connected. */
  words: string[];
  /** What Kubernetes warns of about the newest pod, the newest last. */
  events: string[];
}

/**
 * Looks at Rancher's agent in a cluster: where it was sent, its pods, its words, its events.
 *
 * @returns `null` when there is none
 * @throws what `board` throws
 */
export async function readAgent(board: BoardRequest, options: CallOptions = {}): Promise<AgentFacts | null> {
  const deployment = await readJson(board, agentDeployment, options);
  if (deployment === undefined) return null;
  const [pods, events] = await Promise.all([
    readJson(board, agentPods, options),
    readJson(board, `${agentApi}/events?limit=500`, options),
  ]);
  const newestFirst = itemsOf(pods)
    .filter((pod) => textOf(pod, 'metadata', 'deletionTimestamp') === undefined)
    .toSorted((a, b) => createdAt(b).localeCompare(createdAt(a)));
  const newest = newestFirst[0];
  const concerns = (event: unknown): boolean => {
    const of = textOf(event, 'involvedObject', 'name') ?? '';
    // Without a pod it is the ReplicaSet that says why there is none.
    return newest === undefined ? of.startsWith(agentName) : of === textOf(newest, 'metadata', 'name');
  };
  return {
    server: environmentOf(deployment)['CATTLE_SERVER'] ?? '',
    pods: newestFirst.map(describePod),
    words: newest === undefined ? [] : complaintsOf(await readLog(board, newest, options)),
    events: itemsOf(events)
      .filter((event) => textOf(event, 'type') === 'Warning' && concerns(event))
      .toSorted((a, b) => happenedAt(a).localeCompare(happenedAt(b)))
      .slice(-5)
      .map((event) => `${textOf(event, 'reason') ?? ''}: ${redact(textOf(event, 'message') ?? '')}`),
  };
}

/** Undefined when there is no such thing, or it may not be read. */
export async function readJson(board: BoardRequest, path: string, { signal }: CallOptions): Promise<unknown> {
  const reply = await board({ method: 'GET', path, ...(signal === undefined ? {} : { signal }) });
  return reply.status === 200 ? (JSON.parse(reply.body) as unknown) : undefined;
}

export function itemsOf(list: unknown): Record<string, unknown>[] {
  const items = fieldOf(list, 'items');
  return Array.isArray(items) ? items.filter(isRecord) : [];
}

const createdAt = (object: unknown): string => textOf(object, 'metadata', 'creationTimestamp') ?? '';

const happenedAt = (event: unknown): string =>
  textOf(event, 'lastTimestamp') ?? textOf(event, 'eventTime') ?? createdAt(event);

function environmentOf(deployment: unknown): Record<string, string> {
  const env = fieldOf(deployment, 'spec', 'template', 'spec', 'containers', 0, 'env');
  const list: unknown[] = Array.isArray(env) ? env : [];
  return Object.fromEntries(list.map((one) => [textOf(one, 'name') ?? '', textOf(one, 'value') ?? '']));
}

function describePod(pod: unknown): AgentPod {
  const state = fieldOf(pod, 'status', 'containerStatuses', 0, 'state');
  const waiting = fieldOf(state, 'waiting') ?? fieldOf(state, 'terminated');
  const message = textOf(waiting, 'message');
  return {
    name: textOf(pod, 'metadata', 'name') ?? '',
    state: textOf(waiting, 'reason') ?? textOf(pod, 'status', 'phase') ?? 'Unknown',
    ...(message === undefined ? {} : { message }),
  };
}

async function readLog(board: BoardRequest, pod: unknown, { signal }: CallOptions): Promise<string> {
  const name = textOf(pod, 'metadata', 'name') ?? '';
  const container = textOf(pod, 'spec', 'containers', 0, 'name') ?? '';
  const read = async (more: string): Promise<string> => {
    const path = `${agentApi}/pods/${name}/log?container=${container}&tailLines=50${more}`;
    const reply = await board({ method: 'GET', path, ...(signal === undefined ? {} : { signal }) });
    return reply.status === 200 ? reply.body : '';
  };
  const log = await read('');
  // One that has just been started again has not said much yet.
  const restarts = fieldOf(pod, 'status', 'containerStatuses', 0, 'restartCount');
  const isFresh = typeof restarts === 'number' && restarts > 0 && complaintsOf(log).length === 0;
  return isFresh && !isConnected.test(log) ? `${await read('&previous=true')}\n${log}` : log;
}

const isConnected = /Connected to proxy/i;

/** What matters of a log: its complaints since the agent was connected last. */
export function complaintsOf(log: string): string[] {
  const lines = log.split('\n').map((line) => line.trim());
  const since = lines.findLastIndex((line) => isConnected.test(line) && !/failed/i.test(line));
  const complaints = lines
    .slice(since + 1)
    .filter((line) =>
      /error|fatal|failed|strict|could not|cannot|not accessible|not complete|checksum/i.test(line),
    );
  return [...new Set(complaints.map((line) => redact(wordsOf(line))))].slice(-5);
}

/** The sentence of a line of logrus: `time="…" level=error msg="…" error="…"`. */
function wordsOf(line: string): string {
  const message = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  if (message === undefined) return line;
  const error = /\berror="((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  return (error === undefined ? message : `${message}: ${error}`).replaceAll('\\"', '"');
}
