import { type FilePattern, numberedFiles } from "../../files/pictures/numbered_files.ts";
import { FinishThreads } from "../../files/threads/finish/finish_threads.ts";
import type { JpegBackground } from "../../files/threads/finish/jpeg_background.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { compositeJpeg } from "../../pixels/jpeg/composite_jpeg.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import type { Frame } from "../../raster/frame.ts";

/** What {@linkcode openJpegPictures} works with. */
export interface JpegPicturesOptions {
  /** The memory that layers lie in, which threads share. */
  readonly memory: KernelMemory;
  /** 1–100. */
  readonly quality: number;
  /** How many threads there may be besides this one. */
  readonly threads: number;
  readonly signal: AbortSignal | undefined;
}

/** Numbered JPEGs that are composed and encoded in threads. */
export interface JpegPictures extends AsyncDisposable {
  readonly layers: Sink<Layers>;
}

/**
 * Open numbered JPEGs whose composites are made in threads, by one kernel: a composite is never
 * stored, and where the matte is empty the background's own bits are copied. The files are those of
 * libjpeg-turbo, byte for byte.
 *
 * @param pattern The files' names.
 * @param options The memory and the quality.
 */
export function openJpegPictures(
  pattern: FilePattern,
  { memory, quality, threads: count, signal }: JpegPicturesOptions,
): JpegPictures {
  // A run whose composites are made elsewhere has no use for threads.
  let starting: Promise<FinishThreads> | undefined;
  let behind: { readonly of: Frame; readonly encoded: Promise<JpegBackground> } | undefined;
  const encodedOf = (threads: FinishThreads, background: Frame) => {
    behind ??= { of: background, encoded: threads.encodeBackground(background, { quality }) };
    return behind.of === background ? behind.encoded : undefined;
  };
  const encode = async (layers: Layers) => {
    const { foreground, background, matte, isBackgroundStill } = layers;
    if (memoryOf(background.bitmap) !== memory) {
      // A background that was made elsewhere.
      return compositeJpeg(foreground, background, matte, { quality });
    }
    const threads = await (starting ??= FinishThreads.start(memory, count));
    const encoded = isBackgroundStill ? await encodedOf(threads, background) : undefined;
    return await threads.compositeJpeg(layers, { quality, background: encoded });
  };
  return {
    layers: numberedFiles<Layers>(pattern, encode, signal),
    async [Symbol.asyncDispose]() {
      const threads = await starting?.catch(() => undefined);
      await threads?.[Symbol.asyncDispose]();
      (await behind?.encoded.catch(() => undefined))?.[Symbol.dispose]();
    },
  };
}
