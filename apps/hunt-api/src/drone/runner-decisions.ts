import { secretDecision } from '@wescale/drone-pipelines';
import type { Answer } from './extensions.ts';
import { isGranted, type Grant } from './grant.ts';

export interface GrantedSecret extends Grant {
  path: string;
  name: string;
  value: string;
}

export interface GrantedCredentials extends Grant {
  address: string;
  username: string;
  password: string;
}

export interface GrantedVariable extends Grant {
  name: string;
  value: string;
  mask: boolean;
}

/** A secret exists for the builds it was granted to, and for no others. */
export function secretsDecision(secrets: readonly GrantedSecret[]): Answer<'secret'> {
  return secretDecision({
    grants: secrets.flatMap(({ uids, path, name, events, triggers }) =>
      uids.map((uid) => ({ uid, path, name, events, ...(triggers ? { triggers } : {}) })),
    ),
    read: async (path, name) => secrets.find((one) => one.path === path && one.name === name)?.value ?? '',
  });
}

/** Credentials with which the runner pulls images; steps do not see them. */
export function registryDecision(credentials: readonly GrantedCredentials[]): Answer<'registry'> {
  return (call) =>
    credentials
      .filter((one) => isGranted(one, call))
      .map(({ address, username, password }) => ({ address, username, password }));
}

/** Variables that every step of a build gets. */
export function environDecision(variables: readonly GrantedVariable[]): Answer<'environ'> {
  return (call) =>
    variables
      .filter((one) => isGranted(one, call))
      .map(({ name, value, mask }) => ({ name, data: value, mask }));
}
