import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

test('a missing newline at the end is shown', () => {
  expect(unifiedDiff('/f', Buffer.from('a\nb'), Buffer.from('a\nb\n'))).toBe(
    '--- /f\n+++ /f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n',
  );
});

test('bytes that are no text are described, not shown', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0]);
  expect(unifiedDiff('/f', undefined, bytes)).toBe('binary content differs (0 bytes before, 3 after)');
});
