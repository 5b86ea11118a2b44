import type { AgentFacts } from './read-agent.ts';

/** Why Rancher's agent does not come. */
export type AgentFailureCode =
  | 'agent-ca-missing'
  | 'agent-ca-mismatch'
  | 'agent-cannot-resolve'
  | 'agent-cannot-connect'
  | 'agent-token-refused'
  | 'agent-image-missing'
  | 'agent-not-scheduled'
  | 'agent-failed';

/**
 * What the agent's words mean: those of rancher/rancher cmd/agent/main.go and package/run.sh, of curl and Go in them, and of
 * reports (rancher/rancher#46798, #22625, #17105, #52232). The first that fits counts.
 */
const meanings: readonly (readonly [RegExp, AgentFailureCode])[] = [
  [/strict ca verification is enabled but encountered error finding root ca/i, 'agent-ca-missing'],
  [
    /could not resolve host|no such host|server misbehaving|getaddrinfo|ENOTFOUND|EAI_AGAIN/i,
    'agent-cannot-resolve',
  ],
  [
    /checksum .*does not match|could not securely connect|certificate chain is not complete|x509:|self.signed certificate|unable to verify|empty response/i,
    'agent-ca-mismatch',
  ],
  [
    /cluster not found|invalid token|response(?: status)?: 40[013]|401 unauthorized|400 bad request/i,
    'agent-token-refused',
  ],
  [
    /is not accessible|connection refused|failed to connect to \S+ port|timed? ?out|no route to host|network is unreachable|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/i,
    'agent-cannot-connect',
  ],
];

/** Why the agent does not come, as far as its pods and words tell. Undefined while nothing speaks against it. */
export function explainAgent({ pods, words, events }: AgentFacts): AgentFailureCode | undefined {
  const [newest] = pods;
  if (newest === undefined) return undefined;
  if (/^(ErrImagePull|ImagePullBackOff|InvalidImageName)$/.test(newest.state)) return 'agent-image-missing';
  if (newest.state === 'Pending' && events.some((event) => event.startsWith('FailedScheduling')))
    return 'agent-not-scheduled';
  for (const word of words.toReversed()) {
    const meaning = meanings.find(([pattern]) => pattern.test(word));
    if (meaning !== undefined) return meaning[1];
  }
  return /^(CrashLoopBackOff|Error|OOMKilled|CreateContainer\w*Error)$/.test(newest.state)
    ? 'agent-failed'
    : undefined;
}

/** The last of what the agent, or Kubernetes about it, says. */
export function lastWords({ pods, words, events }: AgentFacts): string | undefined {
  return words.at(-1) ?? pods[0]?.message ?? events.at(-1);
}

interface Explanation {
  /** To follow "Rancher's agent in it". */
  what: string;
  remedy: string;
}

/** For people: what happened, and what to try. */
export function explainCode(code: AgentFailureCode, server: string): Explanation {
  const rancher = server === '' ? 'Rancher' : server;
  switch (code) {
    case 'agent-ca-missing':
      return {
        what: 'may trust one CA only and is given none',
        remedy:
          "Rancher's agent-tls-mode is strict and its cacerts are empty: set agent-tls-mode to system-store for a certificate of a public CA, or give Rancher the CA of its own one (chart value privateCA); then import again",
      };
    case 'agent-ca-mismatch':
      return {
        what: `does not trust the certificate of ${rancher}`,
        remedy:
          "see whether Rancher's cacerts hold the CA of the certificate that is served there, and the certificate comes with its whole chain; for a public CA set agent-tls-mode to system-store; then import again",
      };
    case 'agent-cannot-resolve':
      return {
        what: `cannot resolve the name in ${rancher}`,
        remedy:
          'see whether the name is published, and whether the resolvers of the nodes find it (a missing name may be remembered for some minutes); then import again',
      };
    case 'agent-cannot-connect':
      return {
        what: `cannot reach ${rancher}`,
        remedy:
          "see whether Rancher's port 443 is open to the addresses the nodes come from, and nothing on their way out keeps them in; then import again",
      };
    case 'agent-token-refused':
      return {
        what: `is refused by ${rancher}`,
        remedy:
          'its token was replaced, or its cluster deleted there; import again, which brings a token that is good',
      };
    case 'agent-image-missing':
      return {
        what: 'cannot be pulled',
        remedy: 'see whether the nodes reach the registry, and whether the image is there; then import again',
      };
    case 'agent-not-scheduled':
      return {
        what: 'finds no node to run on',
        remedy: 'see whether the nodes are ready and have room; then import again',
      };
    case 'agent-failed':
      return {
        what: 'does not stay up',
        remedy: 'see its log: kubectl --namespace cattle-system logs deployment/cattle-cluster-agent',
      };
  }
}
