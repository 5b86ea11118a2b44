import { expect, test } from 'vitest';
import { parseConflicts } from './object-conflict.ts';

test('a conflict names the object and the field, and holds nothing of its content', () => {
  const name = { apiVersion: 'v1', kind: 'Secret', namespace: 'site', name: 'login' };
  const object = { ...name, content: { data: { password: 'Y29ycmVjdC1ob3JzZQ==' } } };
  const message = 'conflict with "kubectl-edit" using v1';
  const body = JSON.stringify({
    details: {
      causes: [
        { reason: 'FieldManagerConflict', field: '.data.password', message },
        { reason: 'SomethingElse', field: '.data.user', message: 'no conflict' },
      ],
    },
  });
  expect(parseConflicts(object, body)).toEqual([{ object: name, field: '.data.password', message }]);
});
