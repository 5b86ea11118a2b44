import type { HuntEvent, Reporter } from '../run/hunt-event.ts';
import { formatElapsed, formatEvent } from './format-event.ts';

/** The part of a terminal that is used. */
export interface Terminal {
  write(text: string): void;
  columns: number;
}

interface Row {
  state: string;
  message: string;
  startedAt: number;
  endedAt?: number;
}

const endMarks: Record<string, string> = { done: '✔', unchanged: '✔', failed: '✘' };

/**
 * A tree of steps that is redrawn in place: what each does or awaits, and for how long. Everything worth keeping
 * (plans, outputs, errors) is printed above it as plain lines.
 */
export function createLiveReporter(terminal: Terminal, now: () => number): Reporter {
  const rows = new Map<string, Row>();
  let drawn = 0;

  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`);
  const draw = (above = ''): void => {
    const lines = [...rows].map(([step, row]) => formatRow(step, row, now()).slice(0, terminal.columns - 1));
    terminal.write(`${erase()}${above}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };

  const timer = setInterval(() => {
    if (rows.size > 0) draw();
  }, 250);
  timer.unref();

  return {
    emit(event: HuntEvent) {
      if (event.event === 'step') {
        const startedAt = rows.get(event.step)?.startedAt ?? now();
        // It was read before its turn came; what it took is less than what has passed since.
        const endedAt = event.elapsedMs === undefined ? now() : startedAt + event.elapsedMs;
        const ended = event.state in endMarks ? { endedAt } : {};
        rows.set(event.step, { state: event.state, message: event.detail ?? '', startedAt, ...ended });
        draw();
      } else if (event.event === 'progress') {
        const row = rows.get(event.step) ?? { state: 'applying', startedAt: now() };
        rows.set(event.step, { ...row, message: event.message });
        draw();
      } else {
        const text = formatEvent(event);
        if (text !== undefined) draw(`${text}\n`);
      }
    },
    close() {
      clearInterval(timer);
      draw();
    },
  };
}

function formatRow(step: string, { state, message, startedAt, endedAt }: Row, now: number): string {
  const elapsed = formatElapsed((endedAt ?? now) - startedAt).padStart(8);
  // What Kubernetes says may have several lines, and a row has one.
  const line = message.replaceAll(/\s+/g, ' ');
  return `${endMarks[state] ?? '…'} ${step.padEnd(14)} ${state.padEnd(10)} ${elapsed}  ${line}`;
}
