import type { LocalImage } from '@scaleway/sdk-marketplace/v2';
import { ignoreMissing } from '../client/ignore-missing.ts';
import type { Session } from '../client/session.ts';
import type { DesiredInfra } from '../desired.ts';
import type { Offer } from './actual.ts';
import { listAll } from './list-all.ts';
import { readAvailability } from './read-availability.ts';

async function listImages(session: Session, imageLabel: string): Promise<LocalImage[]> {
  const { zone } = session.client;
  const images = listAll(async (page) => {
    const answer = await session.marketplace.listLocalImages({
      imageLabel,
      zone,
      type: 'instance_sbs',
      page,
    });
    return { items: answer.localImages, totalCount: answer.totalCount };
  });
  // An unknown label answers 404 rather than an empty list.
  return (await ignoreMissing(images)) ?? [];
}

/** Whether the zone has the type, has room for it, and has the image for it. */
export async function readOffer(session: Session, instance: DesiredInfra['instance']): Promise<Offer> {
  const { commercialType, imageLabel } = instance;
  const [{ [commercialType]: availability }, images] = await Promise.all([
    readAvailability(session),
    listImages(session, imageLabel),
  ]);
  const image = images.find((one) => one.compatibleCommercialTypes.includes(commercialType));
  return {
    ...(availability && { availability }),
    ...(image && { imageId: image.id }),
    compatibleTypes: images.flatMap((one) => one.compatibleCommercialTypes),
  };
}
