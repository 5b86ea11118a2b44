import https from 'node:https';
import type { StageDescription } from '@wescale/stage';
import acme from 'acme-client';

/**
 * Asks the stage's certificate authority for a certificate as any ACME client would, by DNS-01.
 *
 * @param present - puts these texts at a challenge's name, all of an order at once
 * @returns the chain, leaf first, and the key, PEM
 */
export async function obtainCertificate(
  stage: StageDescription,
  names: string[],
  present: (texts: string[]) => Promise<void>,
): Promise<{ chain: string; privateKey: string }> {
  const { directoryUrl, trustedCertificates } = stage.certificateAuthority;
  // acme-client knows no other place for whom to trust.
  acme.axios.defaults.httpsAgent = new https.Agent({ ca: trustedCertificates });
  const client = new acme.Client({
    directoryUrl,
    accountKey: await acme.crypto.createPrivateEcdsaKey(),
    backoffMin: 50,
    backoffAttempts: 20,
  });
  await client.createAccount({ termsOfServiceAgreed: true });
  const identifiers = names.map((value) => ({ type: 'dns', value }));
  const order = await client.createOrder({ identifiers });
  const challenges = (await client.getAuthorizations(order)).map((authorization) =>
    authorization.challenges.find(({ type }) => type === 'dns-01')!,
  );
  await present(
    await Promise.all(challenges.map((challenge) => client.getChallengeKeyAuthorization(challenge))),
  );
  for (const challenge of challenges) await client.completeChallenge(challenge);
  for (const challenge of challenges) await client.waitForValidStatus(challenge);
  const [privateKey, request] = await acme.crypto.createCsr({ altNames: names });
  const chain = await client.getCertificate(await client.finalizeOrder(order, request));
  return { chain, privateKey: privateKey.toString() };
}
