import { isGranted, readEnvironment } from "../../files/system/permission.ts";

/**
 * Open an address in the user's browser.
 *
 * @param address The address.
 * @returns Whether the system took it: not where there is no screen, nothing that opens, or no
 * permission to run it.
 */
export async function openBrowser(address: string): Promise<boolean> {
  const found = opener();
  if (found === undefined) return false;
  const [command, ...args] = found;
  if (!isGranted({ name: "run", command })) return false;
  try {
    const options = { stdin: "null", stdout: "null", stderr: "null" } as const;
    const child = new Deno.Command(command, { args: [...args, address], ...options }).spawn();
    // Some openers stay for as long as the browser does.
    child.unref();
    const soon = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 1000));
    return await Promise.race([child.status.then(({ success }) => success), soon]);
  } catch {
    return false;
  }
}

/** What opens an address here. */
function opener(): readonly string[] | undefined {
  switch (Deno.build.os) {
    case "windows":
      return ["rundll32", "url.dll,FileProtocolHandler"];
    case "darwin":
      return ["open"];
    default: {
      // Without a screen some openers start a browser in the terminal.
      const screen = readEnvironment("WAYLAND_DISPLAY") || readEnvironment("DISPLAY");
      return screen ? ["xdg-open"] : undefined;
    }
  }
}
