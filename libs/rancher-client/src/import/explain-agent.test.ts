import { describe, expect, test } from 'vitest';
import { explainAgent } from './explain-agent.ts';
import { complaintsOf, type AgentFacts } from './read-agent.ts';

const agent = (facts: Partial<AgentFacts>): AgentFacts => ({
  server: 'https://rancher.hunt.test',
  pods: [{ name: 'cattle-cluster-agent-1', state: 'CrashLoopBackOff' }],
  words: [],
  events: [],
  ...facts,
});

describe('the words of an agent mean', () => {
  test.each([
    ['Strict CA verification is enabled but encountered error finding root CA', 'agent-ca-missing'],
    ['ERROR: Configured cacerts checksum (a) does not match given --ca-checksum (b)', 'agent-ca-mismatch'],
    [
      'Could not securely connect to https://rancher.hunt.test: tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'agent-ca-mismatch',
    ],
    [
      'ERROR: https://rancher.hunt.test/ping is not accessible (Could not resolve host: rancher.hunt.test)',
      'agent-cannot-resolve',
    ],
    ['dial tcp: lookup rancher.hunt.test on 10.32.0.10:53: no such host', 'agent-cannot-resolve'],
    [
      'ERROR: https://rancher.hunt.test/ping is not accessible (Failed to connect to rancher.hunt.test port 443: Connection refused)',
      'agent-cannot-connect',
    ],
    ['dial tcp 198.51.100.7:443: i/o timeout', 'agent-cannot-connect'],
    [
      'Failed to connect to proxy. Response status: 400 - 400 Bad Request. Response body: cluster not found: websocket: bad handshake',
      'agent-token-refused',
    ],
    ['panic: something nobody foresaw', 'agent-failed'],
  ])('%s: %s', (words, code) => {
    expect(explainAgent(agent({ words: [words] }))).toBe(code);
  });
});

test('the last words count', () => {
  const words = ['https://x/ping is not accessible (Could not resolve host: x)', 'cluster not found'];
  expect(explainAgent(agent({ words }))).toBe('agent-token-refused');
});

test('a pod that cannot start is explained by its state and events, one that just starts by nothing', () => {
  const pod = (state: string): Partial<AgentFacts> => ({ pods: [{ name: 'x', state }] });
  expect(explainAgent(agent(pod('ImagePullBackOff')))).toBe('agent-image-missing');
  const events = ['FailedScheduling: no nodes available to schedule pods'];
  expect(explainAgent(agent({ ...pod('Pending'), events }))).toBe('agent-not-scheduled');
  expect(explainAgent(agent(pod('ContainerCreating')))).toBeUndefined();
  expect(explainAgent(agent(pod('Running')))).toBeUndefined();
  expect(explainAgent(agent({ pods: [] }))).toBeUndefined();
});

describe('the complaints in a log', () => {
  test('are the sentences of its errors, each once, the last ones', () => {
    const log = [
      'INFO: Environment: CATTLE_SERVER=https://rancher.hunt.test',
      'time="2025-10-08T04:48:10Z" level=error msg="Failed to connect to proxy. Response status: 400" error="websocket: bad handshake"',
      'time="2025-10-08T04:48:12Z" level=error msg="Failed to connect to proxy. Response status: 400" error="websocket: bad handshake"',
    ].join('\n');
    expect(complaintsOf(log)).toEqual([
      'Failed to connect to proxy. Response status: 400: websocket: bad handshake',
    ]);
  });

  test('from before it was connected do not count', () => {
    expect(complaintsOf('ERROR: not accessible\nINFO: Connected to proxy\n')).toEqual([]);
    expect(complaintsOf('INFO: Connected to proxy\nFailed to connect to proxy: 401')).toHaveLength(1);
  });

  test('hold no token', () => {
    const token = 'kubeconfig-u-x7k2p:abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop';
    expect(complaintsOf(`ERROR: refused ${token}`).join()).not.toContain('abcdefghij');
  });
});
