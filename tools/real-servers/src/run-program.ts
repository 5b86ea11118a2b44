import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program to its end and returns what it printed. @throws with its stderr when it fails. */
export async function runProgram(program: string, args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout;
}
