import { devices, expect } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { test } from '../support/test';

const SCREENS = { desktop: devices['Desktop Chrome HiDPI'], phone: devices['Pixel 7'] };

for (const [screen, { defaultBrowserType: _, ...device }] of Object.entries(SCREENS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on a ${screen}, ${colorScheme}`, async ({ people }) => {
      const ada = await people.open('Ada', { ...device, colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(ada.page);

      await ada.says('Who am I?');
      await expect(ada.nameField).toHaveAccessibleDescription('Please set a username first!');
      await expectAccessible(ada.page);

      await ada.takesName();
      await ada.says(`Seen on a ${colorScheme} ${screen}.`);
      await ada.readsOnce(`Seen on a ${colorScheme} ${screen}.`);
      await ada.page.getByRole('button', { name: 'Send' }).click();
      await expect(ada.messageField).toHaveAccessibleDescription('Message cannot be empty!');
      await expectAccessible(ada.page);

      await ada.page.getByRole('button', { name: 'Settings' }).click();
      await expect(ada.page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      await expectAccessible(ada.page);
      await ada.page.keyboard.press('Escape');

      await ada.page.getByRole('button', { name: 'People' }).click();
      if (screen === 'phone') await expect(ada.page.getByRole('dialog', { name: 'People' })).toBeVisible();
      await expectAccessible(ada.page);
    });
  }
}

test('the first Tab stop skips the rooms and leads to the message field', async ({ people }) => {
  const ada = await people.open('Ada');
  const link = ada.page.getByRole('button', { name: 'Skip to the conversation' });
  await expect(link).not.toBeInViewport();
  await ada.page.keyboard.press('Tab');
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport({ ratio: 1 });
  await expectAccessible(ada.page);
  await ada.page.keyboard.press('Enter');
  await expect(ada.messageField).toBeFocused();
  await expect(link).not.toBeInViewport();
});

test('the page itself never scrolls', async ({ people }) => {
  for (const device of Object.values(SCREENS)) {
    const ada = await people.open('Ada', { viewport: device.viewport });
    const overflow = await ada.page.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
    });
    expect(overflow).toEqual({ x: 0, y: 0 });
  }
});
