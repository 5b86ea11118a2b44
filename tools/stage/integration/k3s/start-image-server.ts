import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startInNetwork } from '../start-in-network.ts';
import { makeImages } from './make-images.ts';

const script = fileURLToPath(new URL('./serve-images.ts', import.meta.url));

/** Starts the registry of serve-images.ts in a network, at an address that is there. @returns its process, and its URL */
export async function startImageServer(
  network: string,
  address: string,
): Promise<{ server: ChildProcess; url: string }> {
  // There nothing can be fetched.
  await makeImages();
  const command = [process.execPath, '--conditions=@wescale/source', script, address, '5000'];
  return { server: await startInNetwork(network, command), url: `http://${address}:5000` };
}
