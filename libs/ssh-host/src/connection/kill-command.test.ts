import { EventEmitter } from 'node:events';
import type { Client } from 'ssh2';
import { expect, test } from 'vitest';
import { createHostConnection } from './host-connection.ts';
import { guardLink } from './host-link.ts';
import { killWhenAborted } from './kill-command.ts';

/** As much of a client as a kill and a close need; `told` is what was asked of it, in order. */
class TalkingClient extends EventEmitter {
  readonly told: string[] = [];
  readonly #answers: (() => void)[] = [];

  exec(command: string, opened: (error: Error | undefined, channel: unknown) => void): void {
    this.told.push(command);
    this.#answers.push(() => {
      const streams = Object.assign(new EventEmitter(), { resume: () => streams, stderr: { resume() {} } });
      opened(undefined, streams);
      streams.emit('close');
    });
  }

  end(): void {
    this.told.push('end');
    this.emit('close');
  }

  answer(): void {
    for (const answer of this.#answers) answer();
  }
}

test('a connection is closed only when the kill of an aborted command has got there', async () => {
  const client = new TalkingClient();
  const link = guardLink('host', client as unknown as Client);
  const stopping = new AbortController();
  const take = killWhenAborted(link, stopping.signal);
  expect(take(Buffer.from('ssh-host:42\nfirst words')).toString()).toBe('first words');
  stopping.abort();
  const closed = createHostConnection(link).close();
  await Promise.resolve();
  expect(client.told).toEqual(['kill -KILL -- -42']);
  client.answer();
  await closed;
  expect(client.told).toEqual(['kill -KILL -- -42', 'end']);
  expect(link.pending.size).toBe(0);
});

test('a connection without anything to kill is closed at once', async () => {
  const client = new TalkingClient();
  await createHostConnection(guardLink('host', client as unknown as Client)).close();
  expect(client.told).toEqual(['end']);
});
