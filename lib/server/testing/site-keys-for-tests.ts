import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** A site that signs with a key of its own, and publishes the public half. */
export interface SiteKeys {
  readonly url: string;
  /** Returns how often the keys were fetched. */
  looks(): number;
  sign(
    claims: JWTPayload & { readonly name?: string; readonly roles?: string[] },
    expiresInS?: number,
  ): Promise<string>;
  close(): Promise<void>;
}

const ALGORITHM = 'ES256';
const KEY_ID = 'key-1';
/** The audience of its tokens. */
export const AUDIENCE = 'concord';
const HOUR_S = 3_600;

export async function startSiteKeys(): Promise<SiteKeys> {
  let looks = 0;
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
  const shown = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM };

  const server = createServer((_, response) => {
    looks += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [shown] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    looks: () => looks,
    sign: (claims, expiresInS = HOUR_S) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresInS)
        .sign(privateKey),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
