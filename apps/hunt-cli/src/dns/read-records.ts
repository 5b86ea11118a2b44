import {
  ExchangeFailedError,
  NotAuthoritativeError,
  readZone,
  TransferRefusedError,
  TsigError,
  type TsigKey,
  type ZoneRecord,
} from '@wescale/bind9-zone';

/** The zone as its server has it; undefined while that is not there, or has no such zone or key yet. */
export async function readRecords(
  host: string,
  domain: string,
  key: TsigKey,
  signal: AbortSignal,
): Promise<ZoneRecord[] | undefined> {
  try {
    const { zone } = await readZone({ host }, domain, { key, signal });
    return [...zone.records()];
  } catch (error) {
    if (isNotThereYet(error)) return undefined;
    throw error;
  }
}

/** Clocks that differ are no matter of setting the server up: it would never help. */
function isNotThereYet(error: unknown): boolean {
  if (error instanceof TsigError) return error.code === 'bad-key' || error.code === 'bad-sig';
  return (
    error instanceof ExchangeFailedError ||
    error instanceof NotAuthoritativeError ||
    // Its configuration has another key, or its zone file is gone: both are written again.
    error instanceof TransferRefusedError
  );
}
