export const dnsZonesPath = '/domain/v2beta1/dns-zones';
export const dnsZonePath: string = `${dnsZonesPath}/:dnsZone`;
