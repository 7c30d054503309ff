import { beforeAll, describe, expect, it } from 'vitest';
import type { Secret, Secrets } from './secrets';

/** What the suite needs from a store: its secrets as two nodes see them (the same node twice if there can be only one). */
export interface SecretsFixture {
  readonly secrets: Secrets;
  readonly otherNode: Secrets;
}

export const secretOf = (value: string, madeAt = 0): Secret => ({ value, madeAt });

/** What every store owes as {@link Secrets}. */
export function describeSecrets(store: string, open: () => Promise<SecretsFixture>): void {
  describe(`secrets in ${store}`, () => {
    let fixture: SecretsFixture;
    beforeAll(async () => {
      fixture = await open();
    });

    it('[I6] of nodes that find none at the same instant one makes a secret, and all have it from then on', async () => {
      const { secrets, otherNode } = fixture;
      const proposals = Array.from({ length: 20 }, (_, index) => secretOf(`secret-${index}`));
      const found = await Promise.all(
        proposals.map((proposal, index) => (index % 2 === 0 ? secrets : otherNode).exchange([], proposal)),
      );
      for (const answer of found) expect(answer).toEqual(found[0]);
      expect(found[0]).toHaveLength(1);
      expect(proposals).toContainEqual(found[0]?.[0]);
      expect(await otherNode.exchange(found[0] ?? [], secretOf('late'))).toEqual(found[0]);
    });
  });
}
