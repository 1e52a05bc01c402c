import {
  chromaMatte,
  createFrame,
  type CustomMethodObject,
  type Rgba,
  screenColor,
  suppressSpill,
} from "../../mod.ts";

/** Foreground is what has not the screen's colour, and nobody shines in that colour. */
export default {
  summary: "what has not the colour of the screen",
  needsScreen: true,
  create() {
    let key: Rgba | undefined;
    return {
      warmUp: 0,
      lookback: Infinity,
      estimate({ now }) {
        key ??= screenColor(now);
        if (key === undefined) return undefined;
        const foreground = suppressSpill(now, key, { out: createFrame(now.width, now.height) });
        return { matte: chromaMatte(now, key), foreground };
      },
      reset() {},
      [Symbol.dispose]() {},
    };
  },
} satisfies CustomMethodObject;
