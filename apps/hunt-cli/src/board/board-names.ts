import type { Hunt } from '../configuration/hunt-schema.ts';

/** So that a switch to another board is seen within a minute. */
export const boardNameTtlSeconds = 60;

export const grafanaHostName = ({ domain }: Pick<Hunt, 'domain'>): string => `grafana.${domain}`;

export const grafanaUrl = (hunt: Pick<Hunt, 'domain'>): string => `https://${grafanaHostName(hunt)}`;

/** Names that lead to the board that is played on: they move with `hunt switch`. */
export function boardHostNames(hunt: Pick<Hunt, 'domain'>): string[] {
  const { domain } = hunt;
  return [grafanaHostName(hunt), `drone.${domain}`, `game.${domain}`, `*.apps.${domain}`];
}

/** A TXT record here says which board the names lead to. */
export const boardRecordName = ({ domain }: Pick<Hunt, 'domain'>): string => `_board.${domain}`;
