import { expect, test } from 'vitest';
import { imageName, imageRecipe } from './debian-image.ts';

const mirror = { archive: 'http://mirror.test/debian', security: 'http://mirror.test/debian-security' };

test('an image is named after all it is made of', () => {
  const name = imageName(imageRecipe('debian_bookworm', mirror));
  expect(name).toMatch(/^debian-bookworm-[0-9a-f]{16}$/);
  expect(imageName(imageRecipe('debian_bookworm', mirror))).toBe(name);
  expect(imageName(imageRecipe('debian_bookworm', { archive: 'http://other.test/debian' }))).not.toBe(name);
});

test('an image has no host keys and knows Scaleway only', () => {
  const recipe = imageRecipe('debian_bookworm', mirror);
  expect(recipe.removed).toContain('etc/ssh/ssh_host_ed25519_key');
  expect(recipe.files['etc/cloud/cloud.cfg.d/90-scaleway.cfg']).toContain('datasource_list: [ Scaleway ]');
});

test('a label the stage cannot play is refused with those it can', () => {
  expect(() => imageRecipe('ubuntu_noble', mirror)).toThrow(/'ubuntu_noble'; it has debian_bookworm/);
});
