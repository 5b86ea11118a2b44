import { factKey, type Fact, type HostFacts, type LockHolder, type PreviousRun } from './host-facts.ts';

/** What one line of a script of ours can be. */
interface ProbeRecord {
  fact?: string;
  name?: string;
  lock?: HolderRecord;
  journal?: JournalRecord;
  end?: string;
}

/** The first record of a journal, and the holder of a lock. */
interface HolderRecord {
  run: string;
  by: string;
  since: string;
  from: string;
}

/** One line of a run's journal: who runs, what became of a resource, or the end. */
export interface JournalRecord extends Partial<HolderRecord> {
  resource?: string;
  state?: string;
  detail?: string;
  end?: string;
}

/** Makes facts of what the probe printed. Broken lines (a journal cut by a power failure) are left out. */
export function parseProbe(output: string): { isComplete: boolean; facts: Omit<HostFacts, 'asked'> } {
  const facts: Record<string, Fact> = {};
  const journal: JournalRecord[] = [];
  let runningApply: LockHolder | undefined;
  let isComplete = false;
  for (const line of output.split('\n')) {
    const record = parseRecord(line);
    if (!record) continue;
    if (record.lock) runningApply = formatHolder(record.lock);
    else if (record.journal) journal.push(record.journal);
    else if (record.end !== undefined) isComplete = true;
    else if (record.fact !== undefined) facts[factKey(record.fact, record.name ?? '')] = record as Fact;
  }
  const previousRun = summarize(journal);
  return {
    isComplete,
    facts: { facts, ...(runningApply && { runningApply }), ...(previousRun && { previousRun }) },
  };
}

export function parseRecord(line: string): (ProbeRecord & JournalRecord) | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as ProbeRecord & JournalRecord;
  } catch {
    return undefined;
  }
}

function formatHolder(record: Partial<HolderRecord>): LockHolder {
  const { run = 'unknown', by = 'unknown', since = 'unknown', from = 'unknown' } = record;
  return { runId: run, by, since, from };
}

function summarize(journal: JournalRecord[]): PreviousRun | undefined {
  const [first] = journal;
  if (!first) return undefined;
  const states = new Map<string, PreviousRun['states'][number]>();
  for (const { resource, state, detail } of journal)
    if (resource !== undefined && state !== undefined)
      states.set(resource, { resource, state, ...(detail !== undefined && { detail }) });
  return {
    ...formatHolder(first),
    isComplete: journal.some(({ end }) => end !== undefined),
    states: [...states.values()],
  };
}
