import { expect } from '@playwright/test';
import { expectKept } from '../support/kept-messages';
import { test } from '../support/test';

test('[I4] two tabs opened at the same instant in a new browser are one member', async ({
  people,
  place,
}) => {
  const ada = await people.arrive('Ada');
  const other = await ada.page.context().newPage();
  await Promise.all([ada.opens(place.url), other.goto(place.url)]);
  await ada.setsName();
  // A name belongs to the member, so it shows in all of its tabs.
  await expect(other.getByRole('button', { name: 'Change username, now Ada' })).toBeVisible();
  await ada.says('Hello from both.');
  await ada.readsOnce('Hello from both.');
  await expect(other.getByRole('log').getByText('Hello from both.')).toBeVisible();
});

for (const [what, value] of [
  ['was tampered with', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.AAAA'],
  ['is rubbish', 'rubbish'],
]) {
  test(`[I2] with a cookie that ${what} the page works, and sends what was waiting`, async ({
    people,
    place,
  }) => {
    const [ada, bob] = await people.openTwo('Ada', 'Bob');
    const text = `Written before the cookie ${what}.`;
    ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
    await ada.page.context().setOffline(true);
    // A message in flight would belong to the old member.
    await expect(ada.connection).not.toContainText('Connected');
    await ada.says(text);
    await expectKept(ada.page, text);
    await ada.page.goto('about:blank');
    await ada.page.context().setOffline(false);
    await ada.page
      .context()
      .addCookies([{ name: 'concord_member', value: value ?? '', url: place.url, httpOnly: true }]);
    await ada.opens(place.url);
    await ada.setsName('Ada again');
    await bob.readsOnce(text);
    await expect(bob.messages.getByRole('article').filter({ hasText: text })).toHaveAccessibleName(
      /^Ada again,/,
    );
    await ada.readsOnce(text);
  });
}
