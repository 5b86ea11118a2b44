import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { transferZone } from '../transfer/transfer-zone.ts';
import type { TsigKey } from '../tsig/tsig-key.ts';
import { UpdateNotSeenError } from './errors.ts';
import { findUnapplied } from './find-unapplied.ts';
import { sendUpdate, type UpdateOptions } from './send-update.ts';
import { splitUpdate } from './split-update.ts';
import type { ZoneUpdate } from './update.ts';

export interface ApplyUpdateOptions extends UpdateOptions {
  /** Signs the transfer that reads the zone back. @default `key` */
  readonly transferKey?: TsigKey;
}

export interface AppliedUpdate {
  /** The serial the zone had when it was read back. */
  readonly serial: number;
  /** How many UPDATE messages it took: 0 when there was nothing to do. */
  readonly messages: number;
}

/**
 * Changes a zone and proves it: sends the update, in one message where it fits, and reads the zone back.
 *
 * @throws {@link UpdateNotSeenError} when the server said yes and the zone does not show it
 * @throws as {@link sendUpdate} and {@link transferZone}
 */
export async function applyUpdate(
  server: DnsServer,
  update: ZoneUpdate,
  options: ApplyUpdateOptions = {},
): Promise<AppliedUpdate> {
  const messages = update.steps.length === 0 ? [] : splitUpdate(update);
  for (const message of messages) await sendUpdate(server, message, options);
  const { transferKey = options.key, ...rest } = options;
  const zone = await transferZone(server, update.zone, {
    ...rest,
    ...(transferKey && { key: transferKey }),
  });
  const unapplied = findUnapplied(update.zone, update.steps, zone.records);
  if (unapplied.length > 0) throw new UpdateNotSeenError(formatServer(server), update.zone, unapplied);
  return { serial: zone.serial, messages: messages.length };
}
