import { describePresence } from '@/lib/server/presence/store/presence.contract';
import { ModelForTests } from './model-for-tests';

const nodes = new ModelForTests();

describePresence('the model', () => nodes.open('one'));
