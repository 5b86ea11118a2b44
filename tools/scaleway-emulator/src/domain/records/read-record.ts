import { randomUUID } from 'node:crypto';

import { invalidArguments, notPlayed } from '../../http/api-error.ts';
import type { DnsRecord } from '../../state/dns-zone.ts';
import { isOwnerName } from '../host-name.ts';
import { isNameServerRecord } from '../zones/new-dns-zone.ts';
import { readData } from './read-data.ts';

/** A record as it is sent; other fields that are sent along say nothing [domain-record-basic#0]. */
export interface SentRecord {
  data: string;
  name: string;
  type: string;
  ttl: number;
  priority?: number;
  comment?: string | null;
  geo_ip_config?: unknown;
  http_service_config?: unknown;
  weighted_config?: unknown;
  view_config?: unknown;
}

const dynamicFields = ['geo_ip_config', 'http_service_config', 'weighted_config', 'view_config'] as const;

/** @param place - where the record stands in the request, such as `changes.0.add.records.0` */
export function readRecord(sent: SentRecord, zoneName: string, place: string, now: Date): DnsRecord {
  for (const field of dynamicFields) if (sent[field] != null) throw notPlayed(`\`${field}\` of DNS records`);
  if (sent.type === 'ALIAS') throw notPlayed('DNS records of type ALIAS');
  // Assumption: a record's name is relative to its zone, and is kept in small letters.
  const name = sent.name.toLowerCase();
  if (!isOwnerName(name)) throw invalidArguments({ argument_name: `${place}.name`, reason: 'format' });
  const priority = sent.priority ?? 0;
  const data = readData({ type: sent.type, data: sent.data, priority }, zoneName);
  // Assumption: data that does not fit its type answers 400 invalid_arguments.
  if (data === undefined) throw invalidArguments({ argument_name: `${place}.data`, reason: 'format' });
  // Assumption: the NS records at a zone's head are changed through `nameservers` only: 400 invalid_arguments.
  if (isNameServerRecord({ name, type: sent.type })) {
    throw invalidArguments({ argument_name: `${place}.type`, reason: 'constraint' });
  }
  return {
    id: randomUUID(),
    name,
    type: sent.type,
    ttlSeconds: sent.ttl,
    priority,
    data,
    comment: sent.comment ?? null,
    updatedAt: now,
  };
}
