/** Runs one at a time; however often it is asked for while it runs, it runs once more. */
export function oneAtATime(act: () => Promise<void>): { run(): void; idle(): Promise<void> } {
  let running: Promise<void> | undefined;
  let again = false;
  function run(): void {
    again = running !== undefined;
    running ??= act()
      .catch(() => undefined)
      .then(() => {
        running = undefined;
        if (again) run();
      });
  }
  return { run, idle: async () => running };
}
