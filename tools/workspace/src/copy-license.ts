/** Puts the licence beside a library's manifest before it is packed; run in the library's folder. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

copyFileSync(join(import.meta.dirname, '../../../LICENSE'), 'LICENSE');
