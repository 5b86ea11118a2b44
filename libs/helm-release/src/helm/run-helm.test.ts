import { expect, test } from 'vitest';
import { createHelm } from './create-helm.ts';
import { helmEnvironment } from './run-helm.ts';

test('helm gets private folders, no plugins, and nothing of the environment of this process', () => {
  process.env['HELM_NAMESPACE'] = 'surprise';
  try {
    const helm = createHelm({
      helm: 'helm',
      homeDirectory: '/home/x',
      environment: { HTTPS_PROXY: 'http://p' },
    });
    expect(helmEnvironment(helm)).toEqual({
      HOME: '/home/x',
      TMPDIR: '/home/x',
      HELM_CACHE_HOME: '/home/x/cache',
      HELM_CONFIG_HOME: '/home/x/config',
      HELM_DATA_HOME: '/home/x/data',
      HELM_NO_PLUGINS: '1',
      HTTPS_PROXY: 'http://p',
      NO_COLOR: '1',
    });
  } finally {
    delete process.env['HELM_NAMESPACE'];
  }
});
