import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const head = [
  '$TTL 3600',
  '@ IN SOA ns1 hostmaster 1 7200 900 1209600 3600',
  '@ IN NS ns1',
  '@ IN NS ns2',
  'ns1 A 192.0.2.1',
  'ns2 A 192.0.2.2',
  'mail A 192.0.2.3',
];

/** One record under a name of its own: addresses, mail, text and aliases in turn. */
function line(index: number): string {
  const name = `host${String(index).padStart(7, '0')}`;
  const low = index & 0xff;
  switch (index % 5) {
    case 0:
      return `${name} IN A 10.${(index >> 16) & 0xff}.${(index >> 8) & 0xff}.${low}`;
    case 1:
      return `${name} 300 IN AAAA 2001:db8::${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}`;
    case 2:
      return `${name} IN MX 10 mail`;
    case 3:
      return `${name} IN TXT "v=spf1 include:_spf${index}.example.net ~all"`;
    default:
      return `${name} IN CNAME host${String(index - 4).padStart(7, '0')}`;
  }
}

/** Writes a zone of `records` records, always the same. Its top is example. */
export async function makeZone(path: string, records: number): Promise<void> {
  const file = createWriteStream(path);
  let text = `${head.join('\n')}\n`;
  for (let index = 0; index < records - head.length + 1; index += 1) {
    text += `${line(index)}\n`;
    if (text.length > 1 << 20) {
      file.write(text);
      text = '';
    }
  }
  file.end(text);
  await finished(file);
}
