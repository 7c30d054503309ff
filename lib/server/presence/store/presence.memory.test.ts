import { describePresence } from './presence.contract';
import { createMemoryPresence } from './presence.memory';

describePresence('memory', async () => ({ presence: createMemoryPresence() }));
