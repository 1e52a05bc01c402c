import { assertEquals } from "@std/assert";
import type { SoundTrack } from "../../../../lib/files/ffmpeg/probe/file_streams.ts";
import { type SoundPlan, soundPlan } from "../../../../lib/files/ffmpeg/probe/sound_plan.ts";

function track(traits: Partial<SoundTrack>): SoundTrack {
  return {
    codec: "aac",
    sampleRate: 48000,
    layout: "stereo",
    hasHeader: true,
    isReadable: true,
    hasDurations: true,
    hidden: undefined,
    title: undefined,
    language: undefined,
    ...traits,
  };
}

const toFile = { isOld: false, isStream: false, beginning: 0 };

/** A plan in words: "aac 5.1 48000". */
function told(plan: SoundPlan | undefined): string {
  if (plan === undefined) return "nothing";
  const filter = plan.filter?.replace("aformat=channel_layouts=", "");
  return [plan.codec, filter, plan.sampleRate, plan.leftOut || undefined]
    .filter((word) => word !== undefined).join(" ");
}

const plans: [traits: Partial<SoundTrack>, mp4: string, mov: string, mkv: string, webm: string][] =
  [
    [{}, "copy", "copy", "copy", "libopus stereo"],
    [{ codec: "alac" }, "copy", "copy", "copy", "libopus stereo"],
    [
      { codec: "alac", hasDurations: false },
      "alac stereo",
      "alac stereo",
      "copy",
      "libopus stereo",
    ],
    [{ codec: "opus" }, "copy", "aac stereo", "copy", "copy"],
    [{ codec: "none", isReadable: false }, "nothing", "nothing", "nothing", "nothing"],
    [{ codec: "mp3", sampleRate: 16000 }, "copy", "copy", "copy", "libopus stereo"],
    [
      { codec: "mp3", sampleRate: 11025 },
      "aac stereo 44100",
      "aac stereo 44100",
      "copy",
      "libopus stereo",
    ],
    [
      { codec: "pcm_bluray", layout: "5.1(side)" },
      "aac 5.1",
      "pcm_s24le",
      "pcm_s24le",
      "libopus 5.1",
    ],
    [{ codec: "pcm_f64be" }, "aac stereo", "copy", "pcm_f64le", "libopus stereo"],
    [{ codec: "flac", layout: "4.0" }, "aac 5.1", "aac 5.1", "copy", "libopus 5.1"],
    [{ codec: "mlp", layout: "7.1" }, "aac 5.1", "aac 5.1", "flac 7.1", "libopus 7.1"],
    [{ codec: "wmav2", layout: "2.1" }, "aac 5.1", "aac 5.1", "aac 5.1", "libopus 5.1"],
    [{ codec: "speex", layout: "3 channels" }, "aac 5.1", "aac 5.1", "aac 5.1", "libopus 5.1"],
    [
      { codec: "wavpack", layout: "9 channels" },
      "aac pan=5.1|c0=c0|c1=c1|c2=c2|c3=c3|c4=c4|c5=c5",
      "aac pan=5.1|c0=c0|c1=c1|c2=c2|c3=c3|c4=c4|c5=c5",
      "copy",
      "libopus pan=7.1|c0=c0|c1=c1|c2=c2|c3=c3|c4=c4|c5=c5|c6=c6|c7=c7",
    ],
    [{ codec: "dts", layout: "7.1(wide)" }, "aac 5.1", "aac 5.1", "copy", "libopus 7.1"],
    [{ codec: "vorbis", layout: "mono" }, "aac mono", "aac mono", "copy", "copy"],
    [{ hidden: { packets: 47, until: -0.01 } }, "copy", "copy", "copy 47", "libopus stereo"],
    [{ hidden: { packets: 47, until: 0.4 } }, "copy 47", "copy 47", "copy 47", "libopus stereo"],
    [
      { hidden: { packets: Infinity, until: Infinity } },
      "aac stereo",
      "aac stereo",
      "aac stereo",
      "libopus stereo",
    ],
  ];

for (const [traits, ...expected] of plans) {
  Deno.test(`soundPlan() of ${JSON.stringify(traits)}`, () => {
    const containers = ["mp4", "mov", "mkv", "webm"] as const;
    const plan = containers.map((container) => told(soundPlan(container, track(traits), toFile)));
    assertEquals(plan, expected);
  });
}

Deno.test("soundPlan() encodes what it cannot cut otherwise", () => {
  const cut = track({ hidden: { packets: 47, until: 0.4 } });
  const ways: [string, Partial<typeof toFile>][] = [
    ["aac stereo", { isOld: true }],
    ["aac stereo", { beginning: 0.2 }],
    ["copy", { beginning: 0.5 }],
    ["copy", { beginning: 0.5, isOld: true }],
  ];
  for (const [expected, way] of ways) {
    assertEquals(told(soundPlan("mkv", cut, { ...toFile, ...way })), expected);
  }
});

Deno.test("soundPlan() encodes AAC without a header where the file's beginning is gone", () => {
  const broadcast = track({ hasHeader: false });
  assertEquals(told(soundPlan("mp4", broadcast, toFile)), "copy");
  assertEquals(told(soundPlan("mp4", broadcast, { ...toFile, isStream: true })), "aac stereo");
});
