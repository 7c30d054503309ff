import { gather } from './crowd';
import type { Progress } from './progress';
import { holdRound, type Outcome } from './round';
import { startSite } from './site';
import type { DrillSize, OpenStage } from './stages/stage';
import type { System } from './system';
import { type Second, Witness } from './witness';

export interface DrillResult {
  readonly system: System;
  readonly outcomes: readonly Outcome[];
  readonly seconds: readonly Second[];
}

export interface DrillOptions {
  readonly system: System;
  readonly size: DrillSize;
  readonly stages: readonly OpenStage[];
  /** Only the faults whose names contain one of these. */
  readonly only: readonly string[];
  readonly progress: Progress;
}

/** Holds one system's drill, stage by stage and fault by fault. Ends what it started. */
export async function holdDrill(options: DrillOptions): Promise<DrillResult> {
  const { system, stages } = options;
  const witness = new Witness();
  const outcomes: Outcome[] = [];
  try {
    for (const openStage of stages) outcomes.push(...(await holdStage(openStage, witness, options)));
  } finally {
    await system.close();
  }
  return { system, outcomes, seconds: witness.seconds };
}

async function holdStage(openStage: OpenStage, witness: Witness, options: DrillOptions): Promise<Outcome[]> {
  const { system, size, only, progress } = options;
  progress.begin('starting', witness);
  const stage = await openStage(size);
  const faults = stage.faults.filter(({ name }) => only.some((part) => name.includes(part)));
  if (faults.length === 0) {
    await stage.stop();
    return [];
  }
  const { cluster, url } = await startSite(system, stage);
  progress.begin(`${size.talkers} people come in`, witness);
  const talkers = await gather(system, url, size, witness);
  const hold = stage.holdRound ?? holdRound;
  const outcomes: Outcome[] = [];
  for (const fault of faults) {
    progress.begin(fault.name, witness);
    const { messagesPerSecond } = size;
    const { tell } = progress;
    const outcome = await hold(fault, {
      system,
      cluster,
      url,
      talkers,
      witness,
      messagesPerSecond,
      tell,
    });
    outcomes.push(outcome);
    progress.end(outcome);
  }
  await Promise.all(talkers.map((talker) => talker.leave()));
  await cluster.stop();
  await stage.stop();
  return outcomes;
}
