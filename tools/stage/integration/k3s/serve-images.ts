/**
 * `node serve-images.ts ADDRESS PORT`: a registry with the images of make-images.ts, for as long as it runs. It is started
 * in the network of a machine's stage, where this process's caller is not.
 */
import { startRegistry } from '@wescale/real-servers';
import { makeImages } from './make-images.ts';

const [, , address = '127.0.0.1', port = '5000'] = process.argv;
await startRegistry({ address, port: Number(port), images: await makeImages(), onMissing: console.error });
console.log('serving');
