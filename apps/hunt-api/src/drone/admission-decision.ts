import type { Answer } from './extensions.ts';

/** Who may use Drone. */
export interface Admission {
  admins: readonly string[];
  members: 'anyone' | readonly string[];
}

/** Lets in who is named, and says at each login who is an administrator: Drone assigns it both ways. */
export function admissionDecision({ admins, members }: Admission): Answer<'admission'> {
  // Forges tell logins apart without regard to case.
  const isIn = (logins: readonly string[], login: string) =>
    logins.some((one) => one.toLowerCase() === login.toLowerCase());
  return ({ user: { login } }) => {
    if (typeof login !== 'string' || login === '') return 'deny';
    if (isIn(admins, login)) return { admin: true };
    return members === 'anyone' || isIn(members, login) ? { admin: false } : 'deny';
  };
}
