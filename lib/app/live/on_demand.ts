import { loopbackUsers } from "../../files/camera/system_cameras.ts";

/** What {@linkcode restUnread} works with. */
export interface OnDemandOptions {
  /** Told whether the camera may rest. */
  onRest(isResting: boolean): void;
  /** How often the virtual camera is open now, by the one who writes it and those who read it. */
  users?(): number | undefined;
  /**
   * Milliseconds between two looks.
   *
   * @default {500}
   */
  readonly every?: number;
  /**
   * For so many milliseconds nobody must have read it: a program that closes it may open it again.
   *
   * @default {5000}
   */
  readonly after?: number;
}

/** Our own ffmpeg has it open. */
const WRITERS = 1;

/**
 * Let the camera rest while nobody reads the virtual camera. Where the system does not tell, it never
 * rests.
 *
 * @param options Who is told.
 * @returns What ends it.
 */
export function restUnread(
  { onRest, users = loopbackUsers, every = 500, after = 5000 }: OnDemandOptions,
): Disposable {
  let unread = 0;
  let isResting = false;
  const timer = setInterval(() => {
    const count = users();
    unread = count !== undefined && count <= WRITERS ? unread + every : 0;
    if (isResting === unread >= after) return;
    isResting = !isResting;
    onRest(isResting);
  }, every);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
