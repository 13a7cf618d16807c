// How the programs of this folder end: once, in order, and with 0, by SIGINT, SIGTERM, or the end of who started them.

/** `end` closes what is open. */
export function endWith(end: () => Promise<void>): void {
  let ending = false;
  const once = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await end();
    process.exit(0);
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, once);
  // SIGTERM to `npm run` ends npm and the shell between it and this process, which hears nothing but their end.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event && !process.send)
    setInterval(() => {
      if (process.ppid !== parent) once();
    }, 500).unref();
}
