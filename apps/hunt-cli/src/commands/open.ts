import { grafanaUrl } from '../board/board-names.ts';
import { grafanaPassword, grafanaUser } from '../board/objects/grafana-objects.ts';
import type { Hunt } from '../configuration/hunt-schema.ts';
import { KeyMissingError } from '../environment/game-master.ts';
import { rancherUrl } from '../rancher/rancher-names.ts';
import { rancherSecrets } from '../rancher/rancher-passwords.ts';
import { UsageError } from './usage-error.ts';
import { exitCodes, type Verb } from './verb.ts';

interface Place {
  url: (hunt: Hunt) => string;
  username: string;
  /** Name of its password in the secret store. */
  secret: string;
  /** The verb that makes it. */
  madeBy: string;
}

const places: Readonly<Record<string, Place>> = {
  rancher: { url: rancherUrl, username: 'admin', secret: rancherSecrets.admin, madeBy: 'core' },
  grafana: {
    url: grafanaUrl,
    username: grafanaUser,
    secret: grafanaPassword,
    madeBy: 'kapsule',
  },
};

export const open: Verb = {
  name: 'open',
  summary: `Say where something is, and where its password is kept: ${Object.keys(places).join(', ')}`,
  argument: '<what>',
  examples: [
    ['npx hunt open rancher', 'address, user and the file that holds the password'],
    ['npx hunt open grafana --json', 'the same for programs'],
  ],
  async run(session, _options, [what = '']) {
    const place = Object.hasOwn(places, what) ? places[what] : undefined;
    if (place === undefined)
      throw new UsageError(
        `there is no ${what || 'nothing'} to open; hunt opens: ${Object.keys(places).join(', ')}`,
      );
    const { configuration, reporter } = session;
    const { environment } = configuration;
    const secrets = await session.secrets();
    if ((await secrets.read(place.secret)) === undefined)
      throw new KeyMissingError(`${what} was not made from this folder; make it with: hunt ${place.madeBy}`);
    const outputs = {
      url: place.url(configuration.hunt),
      username: place.username,
      passwordPath: secrets.path(place.secret),
    };
    reporter.emit({ event: 'outputs', step: what, outputs });
    if (environment.provider === 'stage') {
      const browse = `npx nx run stage:browse${environment.stage === 'default' ? '' : ` --name=${environment.stage}`}`;
      const message = `names of the stage are known there only; a browser gets in by: ${browse}`;
      reporter.emit({ event: 'notice', message });
    }
    return exitCodes.ok;
  },
};
