import {
  AudioSample,
  AudioSampleSource,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
} from "./mediabunny.ts";
import { BlobTarget } from "./blob_target.ts";
import { audioCodec, outputFormat, videoEncoding } from "./encodings.ts";
import type { RecordingJob } from "./output_messages.ts";
import { StreamTimes } from "./stream_times.ts";

/** So long sound is waited for before the recording begins without it, in milliseconds. */
const SOUND_WITHIN = 2000;

/** If no frame comes for so long, there is nothing to record, in milliseconds. */
const PICTURE_WITHIN = 5000;

/** So long after the end its last frames are waited for, in milliseconds. */
const LAST_WITHIN = 1000;

/** So many parts of sound are kept until the first frame comes, which is longer under way. */
const KEPT = 200;

/** A shorter silence is not worth writing, in seconds. */
const LEAST_SILENCE = 0.01;

/** So many milliseconds sound is on its way. */
const SOUND_LATENCY = 10;

/**
 * Records results and sound as they come, until it is stopped.
 *
 * Both have times of clocks of their own. The first of them are not recorded: they tell how the clocks
 * differ, and with how long a frame is under way, what was seen and heard at the same time.
 */
export class Recording {
  /** The file, when it is finished. */
  readonly ended: Promise<Blob>;
  readonly #job: RecordingJob;
  readonly #written = new BlobTarget();
  readonly #output: Output;
  readonly #videoTimes: StreamTimes;
  readonly #soundTimes = new StreamTimes(SOUND_LATENCY, 0);
  readonly #onStart: () => void;
  readonly #opened = performance.now();
  #video: VideoSampleSource | undefined;
  #sound: AudioSampleSource | undefined;
  /** When the first frame was taken, in milliseconds; before, nothing is recorded. */
  #start: number | undefined;
  /** Settled when there is something to be written to; sound waits for it. */
  #begun: Promise<void> | undefined;
  /** The last frame, which is written when the next one tells how long it is shown. */
  #held: { readonly frame: VideoFrame; readonly timestamp: number } | undefined;
  /** The sound that was written last. */
  #heard:
    | { readonly sampleRate: number; readonly numberOfChannels: number; readonly end: number }
    | undefined;
  #end = Infinity;
  #onStop: () => void = () => {};

  /**
   * Begin.
   *
   * @param job What is recorded.
   * @param onStart Told when the first frame has come.
   */
  constructor(job: RecordingJob, onStart: () => void) {
    this.#job = job;
    this.#onStart = onStart;
    this.#videoTimes = new StreamTimes(job.latency, 0.5);
    this.#output = new Output({
      format: outputFormat(job.format, true),
      target: this.#written.target,
    });
    this.ended = this.#run();
  }

  /** Record no more. */
  stop(): void {
    if (this.#end !== Infinity) return;
    this.#end = performance.now();
    this.#onStop();
  }

  async #run(): Promise<Blob> {
    const { frames, sound, format } = this.#job;
    const video = frames.getReader();
    const audio = sound?.getReader();
    const stopped = new Promise<void>((resolve) => this.#onStop = resolve);
    try {
      const readings = Promise.all([this.#readVideo(video), audio && this.#readSound(audio)]);
      readings.catch(() => {});
      const late = stopped.then(() => wait(LAST_WITHIN));
      void wait(PICTURE_WITHIN).then(() => this.#start === undefined && this.stop());
      await Promise.race([readings, late]);
      if (this.#video === undefined) {
        throw new Error("There is no picture to record: start the camera first.");
      }
      const seconds = Math.max(0, this.#end - this.#start!) / 1000;
      await this.#writeHeld(seconds);
      await this.#writeSilence(seconds);
      await this.#output.finalize();
      return this.#written.take(`video/${format}`);
    } finally {
      this.#held?.frame.close();
      video.cancel().catch(() => {});
      audio?.cancel().catch(() => {});
    }
  }

  async #readVideo(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
    for (let step; !(step = await reader.read()).done;) {
      const frame = step.value;
      const now = performance.now();
      this.#videoTimes.arrive(frame.timestamp, now);
      const taken = this.#videoTimes.takenAt(frame.timestamp);
      if (taken >= this.#end) return frame.close();
      if (this.#start === undefined) {
        if (!this.#isReady(now)) {
          frame.close();
          continue;
        }
        this.#start = taken;
        await (this.#begun = this.#begin(frame));
      }
      await this.#takeFrame(frame, (taken - this.#start) / 1000);
    }
    // Nothing more will come.
    this.stop();
  }

  #isReady(now: number): boolean {
    if (!this.#videoTimes.isSettled) return false;
    return this.#job.sound === undefined || this.#soundTimes.isSettled ||
      now - this.#opened > SOUND_WITHIN;
  }

  async #begin(frame: VideoFrame): Promise<void> {
    const { format } = this.#job;
    const { displayWidth, displayHeight } = frame;
    const size = { width: displayWidth & ~1, height: displayHeight & ~1 };
    const encoding = await videoEncoding(format, size);
    this.#video = new VideoSampleSource({
      ...encoding,
      latencyMode: "realtime",
      sizeChangeBehavior: "contain",
      ...displayWidth + displayHeight > size.width + size.height && { transform: size },
    });
    this.#output.addVideoTrack(this.#video);
    const codec = this.#soundTimes.isSettled ? await audioCodec(format) : null;
    if (codec !== null) {
      this.#sound = new AudioSampleSource({ codec, quality: new Quality("high") });
      this.#output.addAudioTrack(this.#sound);
    }
    await this.#output.start();
    this.#onStart();
  }

  async #takeFrame(frame: VideoFrame, timestamp: number): Promise<void> {
    if (timestamp <= (this.#held?.timestamp ?? -1)) return frame.close();
    await this.#writeHeld(timestamp);
    this.#held = { frame, timestamp };
  }

  /** Write the frame before, which is shown until a time. */
  async #writeHeld(until: number): Promise<void> {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const { frame, timestamp } = held;
    using sample = new VideoSample(frame, { timestamp, duration: Math.max(0, until - timestamp) });
    await this.#video!.add(sample);
  }

  async #readSound(reader: ReadableStreamDefaultReader<AudioData>): Promise<void> {
    const kept: AudioData[] = [];
    try {
      for (let step; !(step = await reader.read()).done;) {
        const data = step.value;
        this.#soundTimes.arrive(data.timestamp, performance.now());
        if (this.#soundTimes.takenAt(data.timestamp) >= this.#end) return data.close();
        kept.push(data);
        if (this.#start === undefined) {
          if (kept.length > KEPT) kept.shift()!.close();
          continue;
        }
        await this.#begun;
        while (kept.length > 0) await this.#writeSound(kept.shift()!);
      }
    } finally {
      for (const data of kept) data.close();
    }
  }

  async #writeSound(data: AudioData): Promise<void> {
    using sample = new AudioSample(data);
    const timestamp = (this.#soundTimes.takenAt(data.timestamp) - this.#start!) / 1000;
    if (this.#sound === undefined || timestamp < 0) return;
    sample.setTimestamp(timestamp);
    const { sampleRate, numberOfChannels, duration } = sample;
    this.#heard = { sampleRate, numberOfChannels, end: timestamp + duration };
    await this.#sound.add(sample);
  }

  /** A busy machine may hear less than it sees: both end at the same time. */
  async #writeSilence(until: number): Promise<void> {
    if (this.#sound === undefined || this.#heard === undefined) return;
    const { sampleRate, numberOfChannels, end: timestamp } = this.#heard;
    const count = Math.round((until - timestamp) * sampleRate);
    if (count < LEAST_SILENCE * sampleRate) return;
    const data = new Float32Array(count * numberOfChannels);
    const shape = { format: "f32", sampleRate, numberOfChannels, timestamp } as const;
    using sample = new AudioSample({ ...shape, data });
    await this.#sound.add(sample);
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
