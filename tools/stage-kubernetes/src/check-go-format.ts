import { join } from 'node:path';
import { runTool } from '@wescale/build-cache';

// A part of the target lint: names the Go files that gofmt would write otherwise.
const folders = ['go', 'coredns'].map((folder) => join(import.meta.dirname, '..', folder));
const unformatted = await runTool('gofmt', ['-l', ...folders]);
if (unformatted !== '') {
  process.stderr.write(`not as gofmt has them:\n${unformatted}`);
  process.exitCode = 1;
}
