export { Bind9ZoneError } from './errors.ts';
