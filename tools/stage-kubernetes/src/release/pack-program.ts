import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { digestOf } from './digest-of.ts';
import { formatTrailer } from './trailer.ts';

/** Makes one executable of the program, the payload behind it and the trailer. */
export async function packProgram(file: string, program: string, payload: string): Promise<void> {
  const sha256 = await digestOf(payload);
  await pipeline(createReadStream(program), createWriteStream(file));
  await pipeline(createReadStream(payload), createWriteStream(file, { flags: 'a' }));
  const { size: sizeBytes } = await stat(payload);
  await writeFile(file, formatTrailer({ sha256, sizeBytes }), { flag: 'a' });
  await chmod(file, 0o755);
}
