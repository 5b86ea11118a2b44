import { setTimeout } from 'node:timers/promises';
import type { HostFacts, Resource } from '@wescale/ssh-host';
import { applyResources, planResources, readResources } from '../host/converge.ts';
import { rancherHostName, rancherUrl } from '../rancher/rancher-names.ts';
import { askSite, type SiteAnswer, type SiteOptions } from '../reverse-proxy/ask-site.ts';
import { nginxSite } from '../reverse-proxy/nginx-site.ts';
import { rancherSite } from '../reverse-proxy/rancher-site.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface ReverseProxyState {
  url: string;
  resources: Resource[];
  facts: HostFacts;
}

/** nginx on the host is the only way to Rancher, and speaks TLS for it. */
export const reverseProxy: Step<ReverseProxyState, PlannedChange> = {
  name: 'reverse-proxy',
  title: 'Rancher behind nginx, by its name and with the certificate',

  async read(context) {
    const { hunt } = context.configuration;
    const resources = nginxSite('rancher', rancherSite(rancherHostName(hunt)));
    return { url: rancherUrl(hunt), resources, facts: await readResources(resources, context) };
  },

  plan: ({ facts, resources }) => planResources(facts, resources),

  apply: (_changes, { facts, resources }, context) => applyResources(facts, resources, context),

  async verify({ url }, { outputsOf, internet, signal, progress }) {
    const { address = '' } = outputsOf('instance');
    const site: SiteOptions = { address, trusted: internet.certificateAuthority?.issuerCertificates, signal };
    progress(`asking ${url}/ping from outside`);
    const pong = await askUntilServed(`${url}/ping`, site);
    const plain = await ask(`${url.replace('https', 'http')}/ping`, site);
    if (pong.status !== 200 || pong.body !== 'pong') {
      throw new VerificationError(
        `${url}/ping answers ${pong.status} and not pong; see why with: hunt logs rancher`,
      );
    }
    if (pong.headers['strict-transport-security'] === undefined) {
      throw new VerificationError(`${url} does not tell browsers to insist on TLS (HSTS); run hunt plan`);
    }
    if (plain.headers.location !== `${url}/ping`) {
      throw new VerificationError(`http to ${url} answers ${plain.status} and does not lead to https`);
    }
    await expectRefusal(site);
  },

  // Nothing leads to Rancher before this is in place, so there is nothing to read behind it either.
  outputs: ({ url, facts, resources }) =>
    planResources(facts, resources).length === 0 ? { url } : undefined,
};

async function ask(url: string, site: SiteOptions): Promise<SiteAnswer> {
  try {
    return await askSite(url, site);
  } catch (cause) {
    site.signal.throwIfAborted();
    throw new VerificationError(
      `${url} does not answer at ${site.address}: ${(cause as Error).message}; see why with: hunt logs reverse-proxy`,
      { cause },
    );
  }
}

const reloadMs = 10_000;

/** nginx reloads beside those it serves: for a moment its old workers answer, who know nothing of this site. */
async function askUntilServed(url: string, site: SiteOptions): Promise<SiteAnswer> {
  const deadline = Date.now() + reloadMs;
  for (;;) {
    const answer = await ask(url, site);
    if (answer.status === 200 || Date.now() > deadline) return answer;
    await setTimeout(200, undefined, { signal: site.signal });
  }
}

/** A name that is none of ours gets no certificate, not even one that does not fit. */
async function expectRefusal(site: SiteOptions): Promise<void> {
  const stranger: SiteOptions = { ...site, verifies: false, timeoutMs: 5_000 };
  const answer = await askSite('https://unknown.invalid/', stranger).catch(() => undefined);
  site.signal.throwIfAborted();
  if (answer === undefined) return;
  throw new VerificationError(`${site.address} answers ${answer.status} for a name that is none of ours`);
}
