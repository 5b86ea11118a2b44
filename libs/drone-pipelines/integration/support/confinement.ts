import { PUBLIC_HTTPS, type ConfineOptions } from '../../src/confine/options.ts';

const digest = `sha256:${'a'.repeat(64)}`;

/** A confined runner for the player's repository. */
export const confinement: ConfineOptions = {
  namespaces: { runner: 'ci', builds: 'ci-builds' },
  runner: {
    image: `drone/drone-runner-kube@${digest}`,
    cloneImage: `drone/git@${digest}`,
    placeholderImage: `drone/placeholder@${digest}`,
    server: { protocol: 'https', host: 'drone.example.com', reach: { cidr: '203.0.113.7/32', ports: [443] } },
    kubernetesApi: { cidr: '198.51.100.1/32', ports: [6443] },
    rpcSecret: { name: 'drone-rpc', key: 'secret' },
    repositories: ['player/*'],
    events: ['push', 'pull_request'],
  },
  builds: { egress: [PUBLIC_HTTPS], stepLimit: { cpuMillis: 500, memoryMebibytes: 512 } },
};
