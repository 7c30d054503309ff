import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Makes V8 free what nobody holds, so that a `WeakRef` shows what is still held. */
export const collectGarbage: () => void = runInNewContext('gc');
