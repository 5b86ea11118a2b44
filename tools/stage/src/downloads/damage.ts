import { Transform } from 'node:stream';

/** What happens to a download on its way, once. */
export interface Damage {
  /** Which download: its path ends like this. */
  pathEnd: string;
  /** `flip` changes one bit in the middle; `cut` ends the connection there. */
  how: 'flip' | 'cut';
}

/** @throws TypeError for anything else than a damage */
export function parseDamage(text: string): Damage {
  const given = JSON.parse(text) as unknown;
  if (typeof given !== 'object' || given === null) throw new TypeError('a damage is an object');
  const { pathEnd, how, ...others } = given as Record<string, unknown>;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new TypeError(`a damage has no '${unknown.join("', '")}'`);
  if (typeof pathEnd !== 'string' || pathEnd === '') throw new TypeError('pathEnd is the end of a path');
  if (how !== 'flip' && how !== 'cut') throw new TypeError("how is 'flip' or 'cut'");
  return { pathEnd, how };
}

/** Passes `sizeBytes` on, damaged in the middle. */
export function damageStream(how: Damage['how'], sizeBytes: number): Transform {
  const middle = Math.floor(sizeBytes / 2);
  let position = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      const index = middle - position;
      position += chunk.byteLength;
      if (index < 0 || index >= chunk.byteLength) {
        done(null, chunk);
      } else if (how === 'cut') {
        this.push(chunk.subarray(0, index));
        done(new Error('cut short as told'));
      } else {
        const changed = Buffer.from(chunk);
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        done(null, changed);
      }
    },
  });
}
