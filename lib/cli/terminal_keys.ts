/**
 * Each key that is typed on the terminal, at once and without an echo. Ctrl-C stays a signal; the
 * terminal is as it was when this is disposed of, or a signal comes.
 *
 * @returns `undefined` if standard input is no terminal.
 */
export function openTerminalKeys(): (AsyncIterable<string> & Disposable) | undefined {
  if (!Deno.stdin.isTerminal()) return undefined;
  const isWindows = Deno.build.os === "windows";
  // Windows would not send the signal; there the key itself is taken for it.
  Deno.stdin.setRaw(true, isWindows ? undefined : { cbreak: true });
  let isOpen = true;
  const restore = () => {
    if (!isOpen) return;
    isOpen = false;
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, restore);
    Deno.stdin.setRaw(false);
  };
  const SIGNALS = isWindows ? ["SIGINT"] as const : ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  // A second signal ends the program where it stands.
  for (const signal of SIGNALS) Deno.addSignalListener(signal, restore);
  const decoder = new TextDecoder();
  return {
    async *[Symbol.asyncIterator]() {
      const bytes = new Uint8Array(64);
      for (let count; isOpen && (count = await Deno.stdin.read(bytes)) !== null;) {
        yield decoder.decode(bytes.subarray(0, count), { stream: true });
      }
    },
    [Symbol.dispose]: restore,
  };
}
