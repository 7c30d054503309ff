import { expect } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';

const listed = ({ page }: Person, name: string) => page.getByRole('navigation').getByRole('link', { name });

async function finds(person: Person, name: string): Promise<void> {
  await person.page.keyboard.press('ControlOrMeta+k');
  await person.page.getByRole('combobox', { name: 'Find a room' }).fill(name);
  await expect(person.page.getByRole('option', { name, exact: true })).toBeVisible();
}

test('[M5] Ctrl+K finds people, and a direct message is listed once something is said', async ({
  people,
}) => {
  const [mira, noah] = await people.openTwo('Mira', 'Noah');
  await mira.makesRoom(`Elsewhere ${Math.random().toString(36).slice(2, 8)}`);
  await finds(mira, 'Noah');
  await mira.page.keyboard.press('Enter');
  await mira.isIn('Noah');
  await expect(mira.messageField).toBeFocused();
  await expect(listed(mira, 'Noah')).toHaveCount(0);
  await finds(mira, 'Noah');
  await mira.page.keyboard.press('Escape');
  await mira.says('Between us.');
  await expect(listed(mira, 'Noah')).toBeVisible();
  await listed(noah, 'Mira').click();
  await noah.reads('Between us.');
  await mira.page.reload();
  await expect(listed(mira, 'Noah')).toBeVisible();
  await finds(mira, 'Noah');
  await expect(mira.page.getByRole('option', { name: 'Noah', exact: true })).toHaveCount(1);
});

test("[M12] a direct message has the other's current name, and only one has that name", async ({
  people,
}) => {
  const [vera, walt] = await people.openTwo('Vera', 'Walt');
  await finds(vera, 'Walt');
  await vera.page.keyboard.press('Enter');
  await vera.isIn('Walt');
  await vera.says('Hello, Walt.');
  await expect(listed(walt, 'Vera')).toBeVisible();
  await walt.renames('Xaver');
  await vera.isIn('Xaver');
  await expect(listed(vera, 'Xaver')).toBeVisible();
  const eve = await people.open('Walt');
  await eve.takesName('Walt');
  await vera.page.reload();
  await vera.isIn('Xaver');
  await expect(listed(vera, 'Xaver')).toBeVisible();
  await expect(listed(vera, 'Walt')).toHaveCount(0);
  await finds(vera, 'Walt');
  await vera.page.keyboard.press('Enter');
  await vera.isIn('Walt');
  await vera.says('Hello, the other one.');
  await expect(listed(vera, 'Walt')).toHaveCount(1);
  await expect(listed(vera, 'Xaver')).toHaveCount(1);
  await walt.leaves();
  await vera.page.reload();
  await expect(listed(vera, 'Xaver')).toHaveCount(1);
});
