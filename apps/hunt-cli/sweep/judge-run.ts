import type { HuntFolder } from '../integration/hunt-folder.ts';
import type { HuntResult, PrintedEvent } from '../integration/running-hunt.ts';

/** Longer than any run takes that is not stuck, met by a hang at each of its calls. */
const patienceMs = 1_200_000;

/** Runs a verb to its end, and ends it when it does not. */
export async function runToEnd(folder: HuntFolder, verb: string, ...args: string[]): Promise<HuntResult> {
  const hunt = folder.start(verb, ...args);
  const patience = setTimeout(() => hunt.process.kill('SIGKILL'), patienceMs);
  try {
    return await hunt.ended;
  } finally {
    clearTimeout(patience);
  }
}

/** @returns what is wrong, nothing if it ended well */
export async function expectSuccess(folder: HuntFolder, verb: string, ...args: string[]): Promise<string[]> {
  const result = await runToEnd(folder, verb, ...args);
  return result.exitCode === 0 ? [] : [describe(`${verb} did not end well`, result)];
}

/** Exit 1, one error event with a code of ours and a sentence, and no stack anywhere. */
export function isOneClearError({ exitCode, events, stdout, stderr }: HuntResult): boolean {
  const errors = events.flatMap((event) => (event.event === 'error' ? [event] : []));
  const [error] = errors;
  return (
    exitCode === 1 &&
    errors.length === 1 &&
    error !== undefined &&
    error.code !== 'unexpected' &&
    error.message.length > 20 &&
    stderr === '' &&
    !/^\s+at /m.test(stdout)
  );
}

export function describe(what: string, { exitCode, stdout, stderr }: HuntResult): string {
  const printed = `${stdout}${stderr}`.trimEnd().split('\n').slice(-12).join('\n');
  return `${what} (exit code ${exitCode ?? 'none, killed'}):\n${printed}`;
}

const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What a run did or said last; ids are left out, so that equal endings read equal. */
export function describeLast(events: PrintedEvent[]): string {
  const last = events.findLast(({ event }) => event === 'progress' || event === 'error' || event === 'step');
  if (last?.event === 'progress') return `${last.step}: ${last.message}`;
  if (last?.event === 'error') return `${last.code}: ${last.message.replaceAll(anyId, '…')}`;
  return last?.event === 'step' ? `${last.step}: ${last.state}` : 'nothing';
}
