import { findGameMaster } from '../environment/find-game-master.ts';
import { UsageError } from './usage-error.ts';
import { exitCodes, type Verb } from './verb.ts';

const journal = (selection: string) => (lines: number, follow: boolean) =>
  `journalctl --no-pager -o short-iso -n ${lines} ${follow ? '-f' : ''} ${selection}`;

/** Shell that prints what a part of the game master has to say, by the part's name. */
const parts: Record<string, (lines: number, follow: boolean) => string> = {
  certificates: journal('-u hunt-renewer.service'),
  dns: journal('-u named.service'),
  k3s: journal('-u k3s.service'),
  rancher: (lines, follow) =>
    `k3s kubectl logs -n cattle-system -l app=rancher --timestamps --tail=${lines} ${follow ? '-f' : ''}`,
  'reverse-proxy': (lines, follow) => `tail -n ${lines} ${follow ? '-F' : ''} /var/log/nginx/error.log`,
  system: journal('-p warning'),
};

export const logs: Verb = {
  name: 'logs',
  summary: `Print what a part of the game master says: ${Object.keys(parts).join(', ')}`,
  argument: '<part>',
  options: [
    ['--follow', 'go on until Ctrl-C'],
    ['--lines <count>', 'how many lines of the past (default: 50)'],
  ],
  examples: [
    ['npx hunt logs rancher', 'the last 50 lines'],
    ['npx hunt logs k3s --follow --lines 5', 'what it says now'],
  ],
  async run(session, { follow = false, lines = '50' }, [part = '']) {
    const command = Object.hasOwn(parts, part) ? parts[part] : undefined;
    if (command === undefined)
      throw new UsageError(`there is no part ${part}; hunt has logs of: ${Object.keys(parts).join(', ')}`);
    if (!/^[1-9]\d{0,5}$/.test(lines))
      throw new UsageError(`--lines expects a number from 1 to 999999, not ${lines}`);
    const { signal, json, reporter, write } = session;
    const onLine = (line: string) =>
      json ? reporter.emit({ event: 'log', part, line }) : write(`${line}\n`);
    const { address, run } = await findGameMaster(session);
    const connection = await run.context.gameMaster.connect(address);
    const reading = connection.run(command(Number(lines), follow), {
      signal,
      onLine,
      during: `reading the log of ${part}`,
    });
    try {
      const { exitCode, stderr } = await reading;
      if (exitCode === 0) return exitCodes.ok;
      throw new Error(`the log of ${part} could not be read: ${stderr.trim()}`);
    } catch (error) {
      // Ctrl-C is how following is meant to end.
      if (follow && signal.aborted) return exitCodes.ok;
      throw error;
    }
  },
};
