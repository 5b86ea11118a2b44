import { secondsTime } from '../../http/timestamps.ts';
import type { DnsRecord } from '../../state/dns-zone.ts';

/** [domain-record-basic#0] */
export const presentRecord = (record: DnsRecord): object => ({
  comment: record.comment,
  data: record.data,
  id: record.id,
  name: record.name,
  priority: record.priority,
  ttl: record.ttlSeconds,
  type: record.type,
  updated_at: secondsTime(record.updatedAt),
});
