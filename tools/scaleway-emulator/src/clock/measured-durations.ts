/**
 * How long the real service takes, in milliseconds: medians of recorded traffic (facts/scaleway.md, section 2,
 * "Measured durations").
 */
export const powerOnMs = 5_000;
export const terminateMs = 5_000;
/** An IP attached to a running server: "a dynamic IP took ~13 s" (facts/scaleway.md, section 3). */
export const attachAddressMs = 13_000;

// Assumption: poweroff and stop_in_place take as long as terminate, 5 s.
export const powerOffMs = 5_000;
// Assumption: a reboot takes a stop and a start, 10 s.
export const rebootMs = 10_000;
// Assumption: a security group is `syncing` for 1 s after a change.
export const syncSecurityGroupMs = 1_000;
// Assumption: a block volume is `creating`, `resizing`, `updating` or `deleting` for 1 s.
export const changeVolumeMs = 1_000;
// Assumption: an SBS volume stays `in_use` with a `detaching` reference for 1 s after its server is gone.
export const detachVolumeMs = 1_000;
// Assumption: a DNS zone is `pending` for 3 s after a change; seconds were seen, not counted.
export const changeDnsZoneMs = 3_000;
