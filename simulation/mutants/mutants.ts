import type { Mutant } from './mutant';
import { NODE_MUTANTS } from './node-mutants';
import { PAGE_MUTANTS } from './page-mutants';
import { STORE_MUTANTS } from './store-mutants';

export const MUTANTS: readonly Mutant[] = [...STORE_MUTANTS, ...NODE_MUTANTS, ...PAGE_MUTANTS];
