import { z } from 'zod';
import { chartNames } from '../board/charts.ts';

const nodeCount = z.int().min(1).max(20);

const pool = z
  .strictObject({
    type: z
      .string()
      .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'expects a commercial type in capitals, like DEV1-M')
      .default('DEV1-M')
      .describe('Commercial type of the nodes.'),
    size: nodeCount.default(1).describe('How many nodes the board has, at the beginning where it grows.'),
    autoscaling: z
      .strictObject({ minSize: nodeCount, maxSize: nodeCount })
      .refine(({ minSize, maxSize }) => minSize <= maxSize, 'expects minSize to be no larger than maxSize')
      .optional()
      .describe('Lets Scaleway add and remove nodes between these bounds.'),
  })
  .prefault({})
  .describe('The pool of nodes.');

const chart = z.strictObject({
  version: z
    .string()
    .regex(/^v?\d+\.\d+\.\d+$/, 'expects one version of the chart, like 12.11.1')
    .optional()
    .describe('Another version than the one this hunt was tried with.'),
  values: z
    .record(z.string(), z.json())
    .optional()
    .describe("Values over the hunt's own; the chart refuses what it does not know."),
});

/** `board` in `hunt.yaml`: what the players play on. */
export const boardSchema = z
  .strictObject({
    kubernetes: z
      .strictObject({
        version: z
          .string()
          .regex(/^1\.\d+\.\d+$/, 'expects a version that Kapsule offers, like 1.36.3')
          .default('1.36.3')
          .describe('Version of Kubernetes. It goes up by at most one minor at a time, and never down.'),
        cni: z.enum(['cilium', 'calico']).default('cilium').describe('Network of the pods.'),
      })
      .prefault({})
      .describe('The Kapsule cluster.'),
    pool,
    ingress: z
      .enum(['traefik', 'nginx-legacy'])
      .default('traefik')
      .describe('Ingress controller. nginx-legacy is ingress-nginx, which its authors have retired.'),
    charts: z
      .partialRecord(z.enum(chartNames), chart)
      .default({})
      .describe('Changes to the charts of the board, by their names.'),
  })
  .prefault({})
  .describe('A game board: a Kapsule cluster and all in it.');
