interface Program<Options> {
  /** @throws Error with a sentence for the person who typed them */
  readOptions(args: readonly string[]): Options;
  readonly usage: string;
  /** Returns whether everything is as it should be. */
  run(options: Options): Promise<boolean>;
}

/** Runs what was typed, and ends the process: with 0 if everything is as it should be, 1 if not, 2 for a typing error. */
export function runProgram<Options extends { readonly isHelp: boolean }>(program: Program<Options>): void {
  // What was started ends with this process, but only if it exits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
  program.run(optionsOrUsage(program)).then(
    (isAsExpected) => process.exit(isAsExpected ? 0 : 1),
    (error: Error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
}

function optionsOrUsage<Options extends { readonly isHelp: boolean }>(program: Program<Options>): Options {
  try {
    const options = program.readOptions(process.argv.slice(2));
    if (!options.isHelp) return options;
    console.log(program.usage);
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${program.usage}`);
    process.exit(2);
  }
}
