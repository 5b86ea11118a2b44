import type { Hunt } from '../configuration/hunt-schema.ts';

/** The port of the node under which the reverse proxy finds Rancher; closed from outside like every NodePort. */
export const rancherNodePort = 30080;

/** The name under which Rancher is reached. */
export function rancherHostName({ domain, rancher }: Hunt): string {
  return `${rancher.label}.${domain}`;
}

/** Where its users and agents reach it. */
export function rancherUrl(hunt: Hunt): string {
  return `https://${rancherHostName(hunt)}`;
}
