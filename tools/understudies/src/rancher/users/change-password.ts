import { ApiError } from '../http/api-error.ts';
import type { Rancher } from '../rancher.ts';
import { settingValue } from '../settings/settings.ts';
import type { User } from '../state/state.ts';
import { hashPassword, isPasswordOf } from './password-hash.ts';
import { refusePassword } from './password-rules.ts';

/** Sets a new password; every way to do so ends the first login. */
export async function changePassword(
  rancher: Rancher,
  user: User,
  { current, next }: { current?: string; next: string },
): Promise<void> {
  // Assumption: a wrong current password and a refused new one answer 422 InvalidBodyContent.
  if (current !== undefined && !(await isPasswordOf(user.passwordHash, current)))
    throw new ApiError('InvalidBodyContent', 'invalid current password');
  const refusal = refusePassword(next, {
    username: user.username,
    minimumLength: Number(settingValue(rancher, 'password-min-length')),
    ...(current === undefined ? {} : { old: current }),
  });
  if (refusal !== undefined) throw new ApiError('InvalidBodyContent', refusal);
  user.passwordHash = await hashPassword(next);
  user.mustChangePassword = false;
  rancher.state.settings['first-login'] = 'false';
}
