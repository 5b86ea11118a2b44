import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import type { LocalFile } from '../desired/k3s-desired.ts';
import { ApplyFailedError } from '../errors.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import { quote } from '../shell/quote.ts';

/** Of a file that is sent, so much is in memory at a time; also what a dropped link costs. */
const pieceBytes = 8 * 1024 ** 2;

/** Reads a piece of a file, at most `pieceBytes`; an empty one is the end. */
type ReadPiece = (offset: number, length: number) => Promise<Uint8Array>;

/** Sends a file in pieces to `path` on the host, going on where an earlier attempt of the same file ended. */
export async function sendFile(
  host: K3sHost,
  file: LocalFile,
  path: string,
  options: WaitOptions,
): Promise<void> {
  if ('content' in file) {
    await sendPieces(
      host,
      async (offset, length) => file.content.subarray(offset, offset + length),
      path,
      options,
    );
    return;
  }
  const handle = await open(file.path);
  try {
    await sendPieces(host, (offset, length) => readPiece(handle, offset, length), path, options);
  } finally {
    await handle.close();
  }
}

async function readPiece(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function sendPieces(host: K3sHost, read: ReadPiece, path: string, options: WaitOptions): Promise<void> {
  const { signal, onProgress } = options;
  const run = async (command: string, stdin?: Uint8Array): Promise<string> => {
    const during = `send ${path}`;
    const { exitCode, stdout, stderr } = await host.run(command, {
      during,
      ...(stdin && { stdin }),
      ...(signal && { signal }),
    });
    if (exitCode !== 0) throw new ApplyFailedError(host.host, during, stderr.trim());
    return stdout;
  };
  const target = quote(path);
  const there = await run(
    `umask 077; mkdir -p ${quote(dirname(path))} && { [ -f ${target} ] || : >${target}; } && stat -c %s ${target} && sha256sum <${target}`,
  );
  const [size = '0', digest = ''] = there.split('\n');
  let offset = (await isBeginning(read, Number(size), digest.split(' ')[0] ?? '')) ? Number(size) : 0;
  if (offset === 0) await run(`umask 077; : >${target}`);
  for (;;) {
    signal?.throwIfAborted();
    const piece = await read(offset, pieceBytes);
    if (piece.length === 0) return;
    // A piece has its place: one that is sent again after a cut does not lie there twice.
    await run(
      `dd of=${target} bs=64k iflag=fullblock oflag=seek_bytes seek=${offset} conv=notrunc status=none`,
      piece,
    );
    offset += piece.length;
    onProgress?.(`sending ${path}: ${offset} bytes`);
  }
}

/** Whether the host's first `size` bytes are ours. */
async function isBeginning(read: ReadPiece, size: number, digest: string): Promise<boolean> {
  const hash = createHash('sha256');
  for (let offset = 0; offset < size;) {
    const piece = await read(offset, Math.min(pieceBytes, size - offset));
    if (piece.length === 0) return false;
    hash.update(piece);
    offset += piece.length;
  }
  return hash.digest('hex') === digest;
}
