import type { DesiredInfra } from '../desired.ts';
import type { ActualInfra } from '../read/actual.ts';
import type { Blocker } from './change.ts';

export interface OfferCheck {
  /** Empty when there is a blocker. */
  imageId: string;
  blockers: Blocker[];
  notes: string[];
}

/** Whether the zone has the type, room for it, and the image; asked before anything is created. */
export function checkOffer(
  { offer, zone }: Pick<ActualInfra, 'offer' | 'zone'>,
  { commercialType, imageLabel }: Pick<DesiredInfra['instance'], 'commercialType' | 'imageLabel'>,
): OfferCheck {
  const blockers: Blocker[] = [];
  const notes: string[] = [];
  const block = (code: Blocker['code'], sentence: string, remedy: string): void => {
    blockers.push({ code, resource: 'instance', sentence, remedy });
  };
  if (offer?.availability === undefined)
    block(
      'type-not-offered',
      `${commercialType} does not exist in ${zone}`,
      'Choose another Instance type or zone.',
    );
  else if (offer.availability === 'shortage')
    block(
      'out-of-stock',
      `${commercialType} is out of stock in ${zone}`,
      'Choose another Instance type or zone, or try later.',
    );
  else if (offer.availability === 'scarce') notes.push(`${commercialType} is scarce in ${zone}`);
  if (offer?.imageId === undefined)
    block(
      'image-not-offered',
      offer === undefined || offer.compatibleTypes.length === 0
        ? `image ${imageLabel} does not exist in ${zone}`
        : `image ${imageLabel} does not exist for ${commercialType} in ${zone}`,
      'Choose an image label of the Scaleway marketplace that this type can boot from SBS.',
    );
  return { imageId: offer?.imageId ?? '', blockers, notes };
}
