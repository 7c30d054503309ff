import { expect } from '@playwright/test';
import { test } from '../support/test';

for (const timezoneId of ['Europe/Paris', 'America/Los_Angeles', 'Pacific/Kiritimati'])
  test(`in ${timezoneId} today becomes yesterday at midnight, even if nobody says anything`, async ({
    people,
    place,
  }) => {
    const ada = await people.arrive('Ada', { timezoneId });
    const day = (text: string) => ada.messages.getByText(text, { exact: true });
    await ada.opens(place.url);
    await ada.takesName();
    await ada.says('The last word of the day.');
    await expect(day('Today')).toHaveCount(1);
    const untilMidnight = await ada.page.evaluate(() => {
      const now = new Date();
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime();
    });
    // The page sleeps past midnight and is then seen again.
    await ada.page.evaluate((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ms;
      document.dispatchEvent(new Event('visibilitychange'));
    }, untilMidnight);
    await expect(day('Yesterday')).toHaveCount(1);
    await expect(day('Today')).toHaveCount(0);
  });
