import { Type, type TUnsafe } from 'typebox';

import { strict } from '../../http/schema.ts';
import type { Cluster } from '../../state/cluster.ts';

const schema = strict({
  enable: Type.Boolean(),
  maintenance_window: Type.Optional(
    strict({
      start_hour: Type.Integer({ minimum: 0, maximum: 23 }),
      day: Type.Enum(['any', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']),
    }),
  ),
});

interface AutoUpgrade {
  enable: boolean;
  maintenance_window?: { start_hour: number; day: string };
}

export const autoUpgrade: TUnsafe<AutoUpgrade> = Type.Unsafe<AutoUpgrade>(schema);

/** The clock never starts an upgrade here; only the setting is kept. */
export const readAutoUpgrade = (sent: AutoUpgrade): Cluster['autoUpgrade'] => ({
  enabled: sent.enable,
  startHour: sent.maintenance_window?.start_hour ?? 0,
  day: sent.maintenance_window?.day ?? 'any',
});
