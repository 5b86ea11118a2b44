import { describe, expect, test } from 'vitest';
import type { HuntEvent, PlannedChange } from './hunt-event.ts';
import { applySteps, planSteps, type AnyStep, type Run } from './run-steps.ts';

/** A world of numbers; a step wants one of them to have a value. */
interface World {
  [name: string]: number | undefined;
}

function stepFor(world: World, name: string, wanted: number, overrides: Partial<AnyStep> = {}): AnyStep {
  return {
    name,
    title: name,
    read: async () => world[name],
    plan: (actual) =>
      actual === wanted
        ? []
        : [
            {
              action: 'update',
              resource: name,
              summary: `set ${name}`,
              reason: `${String(actual)} → ${wanted}`,
            },
          ],
    apply: async () => {
      world[name] = wanted;
    },
    verify: async () => undefined,
    outputs: (actual) => (actual === undefined ? undefined : { value: JSON.stringify(actual) }),
    ...overrides,
  };
}

function runInto(events: HuntEvent[]): Run {
  const reporter = { emit: (event: HuntEvent) => void events.push(event), close: () => undefined };
  // The engine hands the context on and uses little of it.
  return { reporter, context: { signal: new AbortController().signal } as Run['context'] };
}

async function setUp(steps: AnyStep[]): Promise<number> {
  const run = runInto([]);
  return (await applySteps(await planSteps(steps, run), run)).changed;
}

describe('a run of steps', () => {
  test('changes what differs, and nothing the second time', async () => {
    const world: World = { a: 1 };
    const steps = [stepFor(world, 'a', 2), stepFor(world, 'b', 3)];
    expect(await setUp(steps)).toBe(2);
    expect(world).toEqual({ a: 2, b: 3 });
    expect(await setUp(steps)).toBe(0);
  });

  test('a step behind one that does not exist yet is unknown until that one is applied', async () => {
    const world: World = {};
    const steps = [stepFor(world, 'a', 1), stepFor(world, 'b', 2)];
    const plans = await planSteps(steps, runInto([]));
    expect(plans.map((plan) => plan.unknownUntil)).toEqual([undefined, 'a']);
  });

  test('a step behind one that is replaced is unknown, even though the old one still answers', async () => {
    const replacement: PlannedChange = {
      action: 'replace',
      resource: 'a',
      summary: 'replace a',
      reason: 'image',
    };
    const steps = [stepFor({ a: 1 }, 'a', 2, { plan: () => [replacement] }), stepFor({ b: 1 }, 'b', 2)];
    expect((await planSteps(steps, runInto([])))[1]?.unknownUntil).toBe('a');
  });

  test('a step that cannot be read while one before it is to be changed is read once that is applied', async () => {
    const world: World = { a: 1, b: 2 };
    const behind = stepFor(world, 'b', 2, {
      read: async () => {
        if (world['a'] !== 2) throw new Error('the door is closed');
        return world['b'];
      },
    });
    const events: HuntEvent[] = [];
    const run = runInto(events);
    const plans = await planSteps([stepFor(world, 'a', 2), behind], run);
    expect(plans.map((plan) => plan.unknownUntil)).toEqual([undefined, 'a']);
    expect(events).toContainEqual({ event: 'notice', message: 'b cannot be read yet: the door is closed' });
    expect((await applySteps(plans, run)).changed).toBe(1);
  });

  test('a step that cannot be read while nothing before it is to be changed ends the run', async () => {
    const broken = stepFor({}, 'b', 2, { read: () => Promise.reject(new Error('the door is closed')) });
    await expect(planSteps([stepFor({ a: 1 }, 'a', 1), broken], runInto([]))).rejects.toThrow(
      'the door is closed',
    );
  });

  test('a later step sees the outputs of the steps before it', async () => {
    const world: World = { a: 7 };
    let seen = '';
    const reader = stepFor(world, 'b', 1, {
      read: async (context) => {
        seen = context.outputsOf('a')['value'] ?? '';
        return 1;
      },
    });
    await setUp([stepFor(world, 'a', 7), reader]);
    expect(seen).toBe('7');
  });

  test('a step is planned anew when the one before it comes out otherwise than it was planned with', async () => {
    const world: World = { a: 1, b: 1 };
    const follower = stepFor(world, 'b', 0, {
      read: async (context) => ({ has: world['b'], wanted: Number(context.outputsOf('a')['value']) }),
      plan: (actual) => {
        const { has, wanted } = actual as { has: number; wanted: number };
        const change = { action: 'update', resource: 'b', summary: `set b to ${wanted}` } as const;
        return has === wanted ? [] : [{ ...change, reason: `${has}` }];
      },
      apply: async (_changes, actual) => {
        world['b'] = (actual as { wanted: number }).wanted;
      },
    });
    const events: HuntEvent[] = [];
    const run = runInto(events);
    const plans = await planSteps([stepFor(world, 'a', 7), follower], run);
    expect(plans.map(({ changes }) => changes.length)).toEqual([1, 0]);
    expect((await applySteps(plans, run)).changed).toBe(2);
    expect(world).toEqual({ a: 7, b: 7 });
    expect(events.filter(({ event }) => event === 'plan')).toMatchObject([
      { step: 'b', changes: [{ summary: 'set b to 7' }] },
    ]);
  });

  test('a change that does not take is an error that names it', async () => {
    const stubborn = stepFor({ a: 1 }, 'a', 2, { apply: async () => undefined });
    await expect(setUp([stubborn])).rejects.toThrow('a was applied, but reading it again still finds: set a');
  });

  test('a blocked change stops the run before anything is touched', async () => {
    const world: World = { a: 1 };
    const blocked: PlannedChange = {
      action: 'replace',
      resource: 'b',
      summary: 'replace b',
      reason: 'image',
      blockedBy: 'it would lose data; allow it with --allow replace-b',
    };
    const steps = [stepFor(world, 'a', 2), stepFor({ b: 1 }, 'b', 2, { plan: () => [blocked] })];
    await expect(setUp(steps)).rejects.toThrow(
      'replace b: it would lose data; allow it with --allow replace-b',
    );
    expect(world).toEqual({ a: 1 });
  });

  test('an unchanged step is verified too, and its failure is shown on the step', async () => {
    const events: HuntEvent[] = [];
    const broken = stepFor({ a: 1 }, 'a', 1, {
      verify: async () => {
        throw new Error('nobody answers');
      },
    });
    const run = runInto(events);
    const plans = await planSteps([broken], run);
    await expect(applySteps(plans, run)).rejects.toThrow('nobody answers');
    expect(events.at(-1)).toMatchObject({ event: 'step', step: 'a', state: 'failed' });
  });
});
