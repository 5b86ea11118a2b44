import type { LocalImage } from '@scaleway/sdk-marketplace/v2';
import { ignoreMissing } from '../client/ignore-missing.ts';
import type { Session } from '../client/session.ts';
import type { DesiredInfra } from '../desired.ts';
import type { Offer } from './actual.ts';
import { listAll } from './list-all.ts';

export async function readAvailability(
  session: Session,
  commercialType: string,
): Promise<Pick<Offer, 'availability'>> {
  const types = await listAll(async (page) => {
    const answer = await session.instance.getServerTypesAvailability({ page });
    return { items: Object.entries(answer.servers), totalCount: answer.totalCount };
  });
  const found = types.find(([type]) => type === commercialType);
  return found ? { availability: found[1].availability } : {};
}

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
  const [available, images] = await Promise.all([
    readAvailability(session, commercialType),
    listImages(session, imageLabel),
  ]);
  const image = images.find((one) => one.compatibleCommercialTypes.includes(commercialType));
  return {
    ...available,
    ...(image && { imageId: image.id }),
    compatibleTypes: images.flatMap((one) => one.compatibleCommercialTypes),
  };
}
