import { KeyMissingError } from '../environment/game-master.ts';
import { rancherUrl } from '../rancher/rancher-names.ts';
import { rancherSecrets } from '../rancher/rancher-passwords.ts';
import { UsageError } from './usage-error.ts';
import { exitCodes, type Verb } from './verb.ts';

export const open: Verb = {
  name: 'open',
  summary: 'Say where Rancher is, and where its password is kept',
  argument: '<what>',
  examples: [
    ['npx hunt open rancher', 'address, user and the file that holds the password'],
    ['npx hunt open rancher --json', 'the same for programs'],
  ],
  async run(session, _options, [what]) {
    if (what !== 'rancher')
      throw new UsageError(`there is no ${what ?? 'nothing'} to open; hunt opens: rancher`);
    const { configuration, reporter } = session;
    const { environment } = configuration;
    const secrets = await session.secrets();
    const kept = await secrets.read(rancherSecrets.admin);
    if (kept === undefined)
      throw new KeyMissingError('Rancher was not set up from this folder; make it with: hunt core');
    const outputs = {
      url: rancherUrl(configuration.hunt),
      username: 'admin',
      passwordPath: secrets.path(rancherSecrets.admin),
    };
    reporter.emit({ event: 'outputs', step: 'rancher', outputs });
    if (environment.provider === 'stage') {
      const browse = `npx nx run stage:browse${environment.stage === 'default' ? '' : ` --name=${environment.stage}`}`;
      const message = `names of the stage are known there only; a browser gets in by: ${browse}`;
      reporter.emit({ event: 'notice', message });
    }
    return exitCodes.ok;
  },
};
