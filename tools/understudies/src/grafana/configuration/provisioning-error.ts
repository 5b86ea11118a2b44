/** What was provisioned cannot be taken. */
export class ProvisioningError extends Error {}
