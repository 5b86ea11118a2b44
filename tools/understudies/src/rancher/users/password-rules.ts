/**
 * Why a new password is refused; undefined when it is taken. facts/k3s-rancher.md §3, row "Password".
 *
 * @param old - only where the user changes it; who sets it for another does not know it
 */
export function refusePassword(
  password: string,
  { username, minimumLength, old }: { username: string; minimumLength: number; old?: string },
): string | undefined {
  // Assumption: a password's length is counted in characters.
  if (Array.from(password).length < minimumLength)
    return `Password must be at least ${minimumLength} characters`;
  if (password === username) return 'Password cannot be the same as username';
  if (password === old) return 'The new password must not be the same as the current password';
  return undefined;
}
